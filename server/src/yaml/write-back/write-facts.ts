/** Measured facts as edits of the catalog: the smallest that say them, and nothing else. */
import { isDeepStrictEqual } from "node:util";
import type { MeasuredFacts } from "@fairlead/runtime/bench/measured";
import { type CheckedWorkspace, findNode, type ParsedFile, parseFile } from "@fairlead/runtime/documents";
import type { TextEdit } from "vscode-languageserver";
import { applied } from "../refactors/same-meaning.ts";
import { type SameItem, setEntries } from "./set-entries.ts";

export interface WriteBack {
  files: { file: ParsedFile; edits: TextEdit[] }[];
  /** Deployments that the edits write something of. */
  written: string[];
  /** Deployments of which nothing is written, and why. */
  left: { deployment: string; reason: string }[];
}

interface Catalogue {
  deployments?: Record<string, Record<string, unknown>>;
}

/** A measurement takes the place of an earlier one for the same workload. */
const sameWorkload: SameItem = (old, next) => workloadOf(old) === workloadOf(next);

/**
 * Every deployment's edits are tried on the text first: where these would change anything else, as a text with an
 * anchor does for all that share it, nothing is written of it.
 */
export function writeFacts(
  { files, entities }: Pick<CheckedWorkspace, "files" | "entities">,
  facts: readonly MeasuredFacts[],
): WriteBack {
  const result: WriteBack = { files: [], written: [], left: [] };
  for (const { deployment, ...values } of facts) {
    const definition = entities.definition("deployment", deployment);
    const file = files.find(({ uri }) => uri === definition?.location.uri);
    if (!definition || !file) {
      result.left.push({ deployment, reason: "No catalog has this deployment." });
      continue;
    }
    const edits = editsFor(file, definition.document, definition.pointer, values);
    if (!edits || !saysOnly(file, edits, definition.document, deployment, values)) {
      const reason = "It shares its text with others, by an anchor or a merge key, or is written unusually.";
      result.left.push({ deployment, reason: `${reason} Write it by hand.` });
      continue;
    }
    const known = result.files.find((one) => one.file === file);
    if (known) known.edits.push(...edits);
    else if (edits.length > 0) result.files.push({ file, edits });
    result.written.push(deployment);
  }
  return result;
}

function editsFor(
  file: ParsedFile,
  document: number,
  pointer: string,
  values: Record<string, unknown>,
): TextEdit[] | undefined {
  const root = file.documents[document]?.root;
  const found = root && findNode(root, pointer);
  if (found?.node.type !== "map" || found.node.alias !== undefined || found.entry?.merged) return undefined;
  return setEntries(file, found.node, listed(values), sameWorkload);
}

/** The catalog holds quality in a list, an item for each workload. */
function listed({ quality, ...others }: Record<string, unknown>): Record<string, unknown> {
  return quality === undefined ? others : { ...others, quality: [quality] };
}

function saysOnly(
  file: ParsedFile,
  edits: readonly TextEdit[],
  document: number,
  deployment: string,
  values: Record<string, unknown>,
): boolean {
  const after = parseFile(file.uri, applied(file, edits));
  const expected = file.documents.map(({ value }) => unshared(value));
  const own = (expected[document] as Catalogue | undefined)?.deployments?.[deployment];
  if (!own) return false;
  const { latency, quality } = values;
  if (latency) own.latency = { ...(own.latency as object | undefined), ...latency };
  if (quality) own.quality = withQuality(own.quality, quality);
  const said = after.documents.map(({ value }) => unshared(value));
  return after.syntax.length <= file.syntax.length && isDeepStrictEqual(said, expected);
}

function withQuality(before: unknown, quality: unknown): unknown[] {
  const list: unknown[] = Array.isArray(before) ? before : [];
  const index = list.findIndex((one) => sameWorkload(one, quality));
  if (index < 0) return [...list, quality];
  return list.map((one, place) => (place === index ? { ...(one as object), ...(quality as object) } : one));
}

/** A copy in which what aliases share is there as often as it is named. */
function unshared(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function workloadOf(value: unknown): unknown {
  return value !== null && typeof value === "object" && "workload" in value ? value.workload : undefined;
}
