/** Which files differ from a revision, as git tells. */
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { GitError, mergeBase } from "@fairlead/runtime/documents";
import { UsageError } from "../context.ts";

const run = promisify(execFile);
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Absolute paths of what changed below a folder since the branch left a revision, with what is not committed and what
 * git does not know yet. Throws a UsageError where git can not tell.
 */
export async function changedFiles(root: string, revision: string): Promise<string[]> {
  try {
    const base = revision === "HEAD" ? "HEAD" : await mergeBase(root, revision, "HEAD");
    const changed = await names(root, ["diff", "--name-only", "--relative", "--diff-filter=d", "-z", base, "--"]);
    const added = await names(root, ["ls-files", "--others", "--exclude-standard", "-z"]);
    return [...new Set([...changed, ...added])].sort().map((name) => path.resolve(root, name));
  } catch (error) {
    if (error instanceof GitError) throw new UsageError(error.code, error.message);
    const { stderr, message } = error as Error & { stderr?: string };
    const why = (stderr ?? message).trim().split("\n")[0] ?? "";
    throw new UsageError("cli.bad-option", `git can not tell what changed since ${revision}: ${why}`);
  }
}

async function names(root: string, args: readonly string[]): Promise<string[]> {
  const { stdout } = await run("git", [...args], { cwd: root, maxBuffer: MOST_BYTES });
  return stdout.split("\0").filter((name) => name !== "");
}
