/** Runs git, for reading only. */
import { execFile } from "node:child_process";
import process from "node:process";

/** What keeps a revision from being read; the message says what to do. */
export class GitError extends Error {
  /** Stable, in words: `git.not-a-repository`. */
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = "GitError";
    this.code = code;
  }
}

/** More than all documents of a workspace together, so that a mistake does not fill the memory. */
const MOST_BYTES = 512 * 1024 * 1024;

/** What names a repository, or a part of one, in the environment: git sets these for its hooks. */
const OF_A_REPOSITORY: ReadonlySet<string> = new Set([
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_COMMON_DIR",
  "GIT_INDEX_FILE",
  "GIT_PREFIX",
  "GIT_NAMESPACE",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_SHALLOW_FILE",
  "GIT_GRAFT_FILE",
]);

/**
 * The repository of a hook's environment is not that of the folder asked about; messages are matched in English; and
 * reading takes no locks, asks nobody for a password and fetches nothing.
 */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !OF_A_REPOSITORY.has(name));
  return {
    ...Object.fromEntries(kept),
    LC_ALL: "C",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_LAZY_FETCH: "1",
  };
}

export interface GitAnswer {
  /** What git exited with. */
  code: number;
  stdout: Buffer;
  stderr: string;
}

/**
 * Runs git in a folder. Rejects with a GitError where there is no git, or no such folder; how the answer is to be
 * taken is the caller's to say.
 */
export function runGit(folder: string, parameters: readonly string[], input = ""): Promise<GitAnswer> {
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, env: environment(), encoding: "buffer" as const, maxBuffer: MOST_BYTES };
    const child = execFile("git", [...parameters], options, (error, stdout, stderr) => {
      if (!error) return resolve({ code: 0, stdout, stderr: stderr.toString() });
      if (typeof error.code === "number") return resolve({ code: error.code, stdout, stderr: stderr.toString() });
      const reason = error.code === "ENOENT" ? "git was not found on the PATH" : error.message;
      reject(new GitError("git.cannot-run", `${reason}. A plan needs git to read the documents as they were.`));
    });
    // A git that ends before it has read everything says why in its answer.
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
}
