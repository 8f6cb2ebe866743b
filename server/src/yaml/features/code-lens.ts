/** Lenses above entities: first where they are, then, for those that are looked at, what they say. */
import type { Location, ParsedFile } from "@fairlead/runtime/documents";
import type { CodeLens } from "vscode-languageserver";
import type { CodeLensSettings } from "../../workspace/settings.ts";
import type { PolicyGroup } from "../../workspace/workspace-files.ts";
import { type LensData, type LensPlace, lensPlaces } from "../code-lens/lens-places.ts";
import { type LensTitle, lensTitle } from "../code-lens/lens-titles.ts";

/** The commands that lenses lead to. An editor that has them says so when it starts the server. */
export const LENS_COMMANDS = {
  references: "fairlead.showReferences",
  route: "fairlead.explainRoute",
  benchmark: "fairlead.runBenchmark",
} as const;

/** What the editor can do, and what is known besides the documents. */
export interface LensSupport {
  commands: ReadonlySet<string>;
  /** Whether a gateway is connected, so that there is spend to tell. */
  spend: boolean;
}

/** The lenses of a file, still without titles. */
export function codeLenses(
  file: ParsedFile,
  settings: CodeLensSettings,
  { commands, spend }: LensSupport,
): LensPlace[] {
  return lensPlaces(file, settings, (lens) => {
    // Nothing but a click makes sense of it.
    if (lens === "benchmark") return commands.has(LENS_COMMANDS.benchmark);
    return lens !== "spend" || spend;
  });
}

/** A lens with its title. `mentions` are the places in code that name the id. */
export function resolveLens(
  lens: LensPlace,
  group: PolicyGroup,
  mentions: readonly Location[],
  commands: ReadonlySet<string>,
  at: number,
): CodeLens {
  return withTitle(lens, lensTitle(lens.data, group, mentions, at), commands);
}

/** A lens with a title; one that can be clicked where the editor has the command that it leads to. */
export function withTitle(
  { range, data }: LensPlace,
  { title, leads }: LensTitle,
  commands: ReadonlySet<string> = new Set(),
): CodeLens {
  const command = leads && LENS_COMMANDS[leads.to];
  // A lens without a command is plain text.
  if (!leads || !command || !commands.has(command)) return { range, command: { title, command: "" } };
  if (leads.to !== "references") return { range, command: { title, command, arguments: [data.id] } };
  if (leads.locations.length === 0) return { range, command: { title, command: "" } };
  return { range, command: { title, command, arguments: [data.uri, range.start, leads.locations] } };
}

/** What a client sent back as a lens's data; undefined where it is none of ours. */
export function lensData(value: unknown): LensData | undefined {
  if (value === null || typeof value !== "object") return undefined;
  const { uri, lens, kind, id } = value as Partial<Record<keyof LensData, unknown>>;
  const isOurs = [uri, lens, kind, id].every((part) => typeof part === "string");
  return isOurs ? (value as LensData) : undefined;
}
