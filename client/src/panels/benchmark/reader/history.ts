/** Earlier runs of a benchmark: other results in the workspace, and earlier texts of the same files in git. */
import { execFile } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { readResultText, runPoint } from "@fairlead/runtime/bench/view";
import type { HistoryEntry } from "./protocol.ts";

const run = promisify(execFile);

/** Commits of one file that are looked at. */
const COMMITS = 30;
/** Bytes that are read in all: a history is worth seconds, not minutes. */
const BYTES = 400 * 1024 * 1024;
/** Runs that are shown, the newest. */
const RUNS = 60;

/** Sorted by their start, each run once. Files that are no results of this benchmark are left out. */
export async function findHistory(benchmark: string, paths: readonly string[], git: boolean): Promise<HistoryEntry[]> {
  const found = new Map<string, HistoryEntry>();
  let left = BYTES;
  const add = (file: string, text: string, commit: string | undefined) => {
    left -= text.length;
    // Most files can be told by their beginning; reading one to its end takes a second where it is large.
    if (!text.includes(JSON.stringify(benchmark))) return;
    const { result } = readResultText(text);
    if (result?.benchmark !== benchmark) return;
    const known = found.get(result.run);
    if (known === undefined) found.set(result.run, { point: runPoint(result), path: file, commit, revision: commit });
    else known.commit ??= commit;
  };
  for (const file of paths) {
    const size = await stat(file).then(
      (one) => one.size,
      () => Number.POSITIVE_INFINITY,
    );
    if (size <= left) add(file, await readFile(file, "utf8").catch(() => ""), undefined);
    if (!git) continue;
    for (const { commit, text } of await versions(file, () => left)) add(file, text, commit);
  }
  return [...found.values()].sort((a, b) => (a.point.startedAt < b.point.startedAt ? -1 : 1)).slice(-RUNS);
}

/** The text of a file, or the one that it had in a revision. Rejects where there is none. */
export async function textOf(file: string, revision: string | undefined): Promise<string> {
  if (revision === undefined) return readFile(file, "utf8");
  const { stdout } = await gitIn(file, BYTES, "show", `${revision}:./${path.basename(file)}`);
  return stdout;
}

function gitIn(file: string, maxBuffer: number, ...parameters: string[]) {
  return run("git", ["--no-optional-locks", "-C", path.dirname(file), ...parameters], { maxBuffer, windowsHide: true });
}

/** The texts that a file had in its commits, oldest first, so that a run goes by the commit that brought it. */
async function versions(file: string, left: () => number): Promise<{ commit: string; text: string }[]> {
  const cwd = path.dirname(file);
  const name = `./${path.basename(file)}`;
  const git = (...parameters: string[]) =>
    run("git", ["--no-optional-locks", "-C", cwd, ...parameters], {
      maxBuffer: Math.max(1, left()),
      windowsHide: true,
    });
  const commits = await git("log", `--max-count=${COMMITS}`, "--format=%h", "--", name).then(
    ({ stdout }) => stdout.split("\n").filter(Boolean).reverse(),
    // No git, no repository, or a file that it does not know.
    () => [],
  );
  const found: { commit: string; text: string }[] = [];
  for (const commit of commits) {
    const text = await git("show", `${commit}:${name}`).then(
      ({ stdout }) => stdout,
      () => undefined,
    );
    if (text !== undefined) found.push({ commit, text });
  }
  return found;
}
