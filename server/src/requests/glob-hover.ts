/** How many source files a glob of a workload takes, for its hover. */
import path from "node:path";
import { documentAt, type ParsedFile, type Position } from "@fairlead/runtime/documents";
import type { Hover } from "vscode-languageserver";
import { findSourceFiles, relativePath } from "../code/scan/walk.ts";
import { workloadsOf } from "../code/workloads.ts";
import { stepsAt } from "../yaml/refactors/refactoring.ts";

/** Who hovers does not wait longer for a number, in milliseconds. */
const PATIENCE = 300;

/** Names of files that a hover has room for. */
const MAX_NAMES = 3;

/** A hover over a glob with what it matches below the folder; any other as it is, and where counting takes too long. */
export async function withMatches(
  file: ParsedFile,
  root: string | undefined,
  position: Position,
  shown: Hover | null,
): Promise<Hover | null> {
  const glob = globAt(file, position);
  const contents = shown?.contents;
  if (glob === undefined || root === undefined || !contents || typeof contents !== "object" || !("kind" in contents))
    return shown;
  const matches = await matchesOf(glob, root);
  return matches === undefined
    ? shown
    : { ...shown, contents: { ...contents, value: `${matches}\n\n---\n\n${contents.value}` } };
}

/** The glob of a workload's code at a position. */
function globAt(file: ParsedFile, position: Position): string | undefined {
  const offset = file.lines.offsetAt(position);
  const document = documentAt(file, offset);
  const steps = document?.kind === "RoutingPolicy" ? stepsAt(document, offset) : [];
  const last = steps.at(-1)?.node;
  const isGlob = steps[1]?.entry?.key === "workloads" && steps[3]?.entry?.key === "code" && steps.length === 5;
  return isGlob && last?.type === "scalar" && typeof last.value === "string" ? last.value : undefined;
}

async function matchesOf(glob: string, root: string): Promise<string | undefined> {
  try {
    // Only what lies below the part without wildcards can match.
    const parts = glob.replace(/^\.?\//, "").split("/");
    const wild = parts.findIndex((part) => /[*?[\]{}()!]/.test(part));
    const start = path.join(...(wild < 0 ? parts : ["", ...parts.slice(0, wild)]));
    if (start.startsWith("..")) return undefined;
    const { files } = await findSourceFiles(root, [start], AbortSignal.timeout(PATIENCE));
    const names = files
      .map((name) => relativePath(root, name))
      .filter((name) => workloadsOf(name, [{ id: "", globs: [glob] }]).length > 0);
    if (names.length === 0) return "No source file matches.";
    const more = names.length > MAX_NAMES ? ", …" : "";
    return `${names.length === 1 ? "1 source file matches" : `${names.length} source files match`}: ${names
      .slice(0, MAX_NAMES)
      .map((name) => `\`${name}\``)
      .join(", ")}${more}`;
  } catch {
    // Cut short: a number that is too low would be worse than none.
    return undefined;
  }
}
