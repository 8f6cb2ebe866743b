/** Reads the documents of a folder as they are in a revision of its git repository. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { isSkippedPath } from "../candidate-paths.ts";
import { parseFile } from "../parse-file.ts";
import type { ParsedFile } from "../parsed-file.ts";
import { MAX_UNNAMED_BYTES } from "../read-workspace.ts";
import { hasFairleadHeader, kindOfName } from "../recognise.ts";
import { GitError, runGit } from "./git.ts";

export { GitError } from "./git.ts";

export interface Revision {
  /** The full id of the commit. */
  commit: string;
  /** Sorted by path. Their URIs are those of the files on disk, whether or not these are still there. */
  files: ParsedFile[];
}

/**
 * Finds, reads and parses the documents under a folder as of a revision (a branch, a tag, a commit, `HEAD~2`).
 * The same files count as on disk: hidden folders, node_modules and dist are passed over. A folder that the revision
 * does not have gives no files. Runs no code that the repository could bring.
 * Rejects with a GitError: `git.cannot-run`, `git.not-a-repository`, `git.unknown-revision`, `git.failed`.
 */
export async function readRevision(folder: string, revision: string): Promise<Revision> {
  const commit = await resolveRevision(folder, revision);
  const entries = await listFiles(folder, commit);
  const texts = await readBlobs(folder, entries);
  const files = entries.flatMap(({ file }, index) => {
    const text = (texts[index] ?? "").replace(/^\uFEFF/, "");
    if (kindOfName(file) === undefined && !hasFairleadHeader(text)) return [];
    return [parseFile(pathToFileURL(path.resolve(folder, file)).href, text)];
  });
  return { commit, files };
}

/**
 * The commit that a revision names now. Rejects as `readRevision` does.
 */
export async function resolveRevision(folder: string, revision: string): Promise<string> {
  const inside = await runGit(folder, ["rev-parse", "--is-inside-work-tree", "--is-shallow-repository"]);
  if (inside.code !== 0) throw notReadable(folder, inside.stderr);
  // A peeled name, so that a tag gives its commit; after the marker nothing is taken for an option.
  const found = await runGit(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`]);
  const commit = found.stdout.toString().trim();
  if (found.code === 0 && /^[0-9a-f]{40,64}$/.test(commit)) return commit;
  const shallow = inside.stdout.toString().includes("true\ntrue")
    ? " The clone is shallow: fetch more of its history (`git fetch --unshallow`, or `fetch-depth: 0` of actions/checkout)."
    : "";
  const empty = revision === "HEAD" ? " There may be no commit yet." : "";
  throw new GitError("git.unknown-revision", `git knows no revision "${revision}" in ${folder}.${empty}${shallow}`);
}

/**
 * The commit that two revisions have in common: where the one branched off the other. Rejects as `readRevision` does,
 * and with `git.no-merge-base` where there is none.
 */
export async function mergeBase(folder: string, one: string, other: string): Promise<string> {
  const commits = [await resolveRevision(folder, one), await resolveRevision(folder, other)];
  const found = await runGit(folder, ["merge-base", ...commits]);
  const commit = found.stdout.toString().trim();
  if (found.code === 0 && commit !== "") return commit;
  throw new GitError(
    "git.no-merge-base",
    `${one} and ${other} have no commit in common here. Fetch more of their history (\`fetch-depth: 0\` of actions/checkout).`,
  );
}

function notReadable(folder: string, stderr: string): GitError {
  const reason = stderr.trim().split("\n")[0] ?? "";
  if (/not a git repository/i.test(reason))
    return new GitError(
      "git.not-a-repository",
      `${folder} is in no git repository, so there is nothing to compare with.`,
    );
  return new GitError("git.failed", `git can not read ${folder}: ${reason}`);
}

interface TreeEntry {
  id: string;
  /** Relative to the folder, with forward slashes. */
  file: string;
}

/** The files below the folder that may be documents. */
async function listFiles(folder: string, commit: string): Promise<TreeEntry[]> {
  const listed = await runGit(folder, ["ls-tree", "-r", "-z", "-l", commit]);
  if (listed.code !== 0) throw new GitError("git.failed", `git can not list ${commit}: ${listed.stderr.trim()}`);
  return listed.stdout
    .toString()
    .split("\0")
    .flatMap((line) => {
      const [facts = "", file = ""] = splitOnce(line, "\t");
      const [mode, type, id = "", size] = facts.split(/ +/);
      // Links (mode 120000) lead to files that are listed themselves, or outside.
      if (type !== "blob" || mode === "120000" || isSkippedPath(file)) return [];
      if (kindOfName(file) === undefined && (!/\.ya?ml$/i.test(file) || Number(size) > MAX_UNNAMED_BYTES)) return [];
      return [{ id, file }];
    })
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

/** The texts of blobs, in their order, by one process for all. */
async function readBlobs(folder: string, entries: readonly TreeEntry[]): Promise<string[]> {
  if (entries.length === 0) return [];
  const answer = await runGit(folder, ["cat-file", "--batch"], entries.map(({ id }) => `${id}\n`).join(""));
  const texts: string[] = [];
  let offset = 0;
  for (const { file } of entries) {
    // `<id> blob <bytes>`, the bytes, a line feed; `<id> missing` where a partial clone does not have it.
    const end = answer.stdout.indexOf("\n", offset);
    const size = end < 0 ? undefined : /^[0-9a-f]+ blob (\d+)$/.exec(answer.stdout.toString("utf8", offset, end))?.[1];
    if (size === undefined)
      throw new GitError("git.failed", `git can not read ${file}: ${answer.stderr.trim() || "its content is missing"}`);
    const start = end + 1;
    texts.push(answer.stdout.toString("utf8", start, start + Number(size)));
    offset = start + Number(size) + 1;
  }
  return texts;
}
