/** What is called on a client, and whether the gateway answers it. Neutral: the languages say what they see. */
import { languageOf } from "./languages.ts";
import type { CalledElsewhere } from "./types.ts";
import { tellingCall, tellingModel, unservedOnClient } from "./vendors/served.ts";

/**
 * What a chain of members hangs on. A declaration is whatever object a language knows it by; its own is what a file
 * certainly makes itself.
 */
export type Owner =
  | { kind: "construction"; start: number }
  | { kind: "name"; declaration: object | undefined; imported: Imported | undefined; other: boolean; isOwn(): boolean }
  | { kind: "other"; isOwn(): boolean };

/** Where an imported name comes from. */
export interface Imported {
  module: string;
  name: string;
}

/** A chain of members in the code, as long as it goes: `this.client.images.generate`. */
export interface MemberChain {
  /** Looked up when asked for: a file has thousands of chains, of which few can be a client's. */
  readonly owner: Owner;
  /** The name that the chain begins with, where it begins with one. */
  root: string | undefined;
  /** In the words of JavaScript. */
  members: string[];
  start: number;
}

/** What holds a client after its construction. */
export interface Holder {
  /** The construction's own place. */
  start: number;
  declaration: object | undefined;
  /** The names by which the declaration may be reached: its own, and those that stand for it. */
  names: ReadonlySet<string>;
  /** A field or property that holds it. */
  member: string | undefined;
  /** Whether it is handed to where this file does not tell what is called on it. */
  leaves: boolean;
}

/** A command of the vendor's package that is made in the file, other than those the gateway answers. */
export interface UnservedCommand {
  vendor: string;
  name: string;
  start: number;
}

/** The first call on a client that the gateway does not answer, as far as its own file tells. */
export function unservedCall(
  vendor: string,
  holder: Holder,
  chains: readonly MemberChain[],
  commands: readonly UnservedCommand[],
): { call: string; start: number } | undefined {
  for (const chain of chains) {
    const members = membersOn(holder, chain);
    const call = members ? unservedOnClient(vendor, members) : undefined;
    if (call !== undefined) return { call, start: chain.start };
    if (members || !holder.leaves) continue;
    const telling = tellingOf(chain);
    if (telling?.vendor === vendor && !isOtherThing(chain.owner)) return { call: telling.call, start: chain.start };
  }
  const command = commands.find((one) => one.vendor === vendor);
  return command && { call: command.name, start: command.start };
}

/** The call that the gateway does not answer, told by a chain's names alone. */
function tellingOf({ root, members }: MemberChain): { vendor: string; call: string } | undefined {
  return tellingCall(members) ?? tellingModel(root, members);
}

/** The members that a chain certainly takes of the held client; undefined where it may be another's. */
function membersOn(holder: Holder, chain: MemberChain): string[] | undefined {
  const { root, members } = chain;
  if (root === undefined || holder.names.has(root)) {
    const { owner } = chain;
    if (owner.kind === "construction") return owner.start === holder.start ? members : undefined;
    if (owner.kind === "name" && owner.declaration !== undefined && owner.declaration === holder.declaration) {
      return members;
    }
  }
  const at = holder.member === undefined ? -1 : members.indexOf(holder.member);
  return at < 0 || isOtherThing(chain.owner) ? undefined : members.slice(at + 1);
}

function isOtherThing(owner: Owner): boolean {
  return owner.kind === "construction" || (owner.kind === "name" && owner.other);
}

/**
 * The calls in a file that may be on clients of other files. `ownFields` are those that the file's classes give nothing
 * but what they construct, `lineOf` gives the line of an offset.
 */
export function callsOnOthers(
  file: string,
  chains: readonly MemberChain[],
  commands: readonly UnservedCommand[],
  ownFields: () => ReadonlySet<string>,
  lineOf: (offset: number) => number,
): CalledElsewhere[] {
  const calls: CalledElsewhere[] = [];
  for (const chain of chains) {
    const { start } = chain;
    const telling = tellingOf(chain);
    if (!telling || isOtherThing(chain.owner)) continue;
    const { owner, root, members } = chain;
    if (owner.kind !== "construction" && owner.isOwn()) continue;
    if (root !== undefined && SELF.has(root) && ownFields().has(members[0] ?? "")) continue;
    const imported = owner.kind === "name" ? owner.imported : undefined;
    calls.push({ file, line: lineOf(start), vendor: telling.vendor, call: telling.call, imported });
  }
  for (const { vendor, name, start } of commands) {
    calls.push({ file, line: lineOf(start), vendor, call: name, imported: undefined });
  }
  return calls;
}

const SELF: ReadonlySet<string> = new Set(["this", "self", "cls"]);

/** The first call of another file that may be on a client which this file hands on. */
export function calledElsewhere(
  vendor: string,
  file: string,
  calls: readonly CalledElsewhere[],
  mentions: (name: string) => boolean,
): CalledElsewhere | undefined {
  const language = languageOf(file);
  return calls.find(
    (call) =>
      call.vendor === vendor &&
      call.file !== file &&
      languageOf(call.file) === language &&
      mayComeFrom(call, file, mentions),
  );
}

/** Whether what a call is made on may come from a file: by the name of the module, or by what is imported of it. */
function mayComeFrom({ imported }: CalledElsewhere, file: string, mentions: (name: string) => boolean): boolean {
  if (!imported || mentions(imported.name)) return true;
  const parts = file.replace(/\.\w+$/, "").split("/");
  const last = parts.at(-1) ?? "";
  const stem = last === "index" || last === "__init__" ? parts.at(-2) : last.split(".")[0];
  // `./openai.client`, `@/lib/openai` and Python's `app.clients.openai`.
  return stem === imported.module.split("/").at(-1)?.split(".")[0] || stem === imported.module.split(".").at(-1);
}

/** Why a client that calls this has no safe fix. */
export function unservedCaution(call: string, where: string): string {
  if (call.includes(" with "))
    return `${where} calls ${call}, which the gateway refuses unless the policy allows it: decide that first`;
  return `${where} calls ${call}, which the gateway does not serve yet: keep a client of the vendor's for it`;
}

/** Why a client that is handed on has no safe fix where only its own file was read. */
export const LEAVES_CAUTION =
  "other files may use the client, and have not been looked at: see that they call only what the gateway serves";
