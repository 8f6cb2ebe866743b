/** What a run is made from, and where: the commit, whether files differ from it, the version and the machine. */
import { execFile } from "node:child_process";
import { cpus, totalmem } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { BenchmarkResult, Provenance } from "@fairlead/runtime/bench";
import manifest from "../../package.json" with { type: "json" };

const run = promisify(execFile);
const MOST_BYTES = 64 * 1024 * 1024;

/** Never rejects: without git, or outside of a repository, the commit is missing. `documents` are file URIs. */
export async function provenanceOf(folder: string, documents: readonly string[]): Promise<Provenance> {
  const [first] = cpus();
  return {
    tool: manifest.version,
    ...(await commitOf(folder, documents)),
    machine: {
      platform: process.platform,
      architecture: process.arch,
      cpu: first?.model.trim() ?? "unknown",
      cores: cpus().length,
      memoryBytes: totalmem(),
      node: process.versions.node,
    },
  };
}

async function commitOf(folder: string, documents: readonly string[]): Promise<Pick<Provenance, "commit" | "dirty">> {
  try {
    const commit = (await git(folder, "rev-parse", "--verify", "HEAD")).trim();
    const top = (await git(folder, "rev-parse", "--show-toplevel")).trim();
    return { commit, dirty: await isDirty(top, documents) };
  } catch {
    return {};
  }
}

/** What git knows counts wherever it is, but for results; what it does not know counts where it is a document. */
async function isDirty(top: string, documents: readonly string[]): Promise<boolean> {
  const known = new Set(documents.filter((uri) => uri.startsWith("file:")).map((uri) => fileURLToPath(uri)));
  const status = await git(top, "status", "--porcelain", "--no-renames", "--untracked-files=all", "-z");
  return status
    .split("\0")
    .filter(Boolean)
    .some((entry) => {
      const name = entry.slice(3);
      return entry.startsWith("??") ? known.has(path.join(top, name)) : !name.endsWith(".bench.json");
    });
}

async function git(folder: string, ...parameters: string[]): Promise<string> {
  const all = ["--no-optional-locks", "-C", folder, ...parameters];
  const { stdout } = await run("git", all, { maxBuffer: MOST_BYTES, windowsHide: true });
  return stdout;
}

/** In few words, for people: `0.1.0 at 1a2b3c4d with changes, 2 cores of …, Node 24.1.0`. */
export function provenanceWords({ tool, commit, dirty, machine }: Provenance): string {
  const at = commit === undefined ? "" : ` at ${commit.slice(0, SHORT)}${dirty ? " with changes" : ""}`;
  const { cores, cpu, platform, architecture, node } = machine;
  return `Fairlead ${tool}${at}, ${cores} cores of ${cpu}, ${platform} ${architecture}, Node ${node}`;
}

/** A result by its file, with its commit where it knows it. */
export function namedResult(file: string, { provenance }: Pick<BenchmarkResult, "provenance">): string {
  return provenance?.commit === undefined ? file : `${file} (${provenance.commit.slice(0, SHORT)})`;
}

/** Why latencies of two results may differ though nothing was changed; undefined where the machines are alike. */
export function otherMachine(
  before: Pick<BenchmarkResult, "provenance">,
  now: Pick<BenchmarkResult, "provenance">,
): string | undefined {
  const words = ({ provenance }: Pick<BenchmarkResult, "provenance">) =>
    provenance && `${provenance.machine.cores} cores of ${provenance.machine.cpu}`;
  const [then, today] = [words(before), words(now)];
  if (then === undefined || today === undefined || then === today) return undefined;
  return `The machines differ (${then}, now ${today}), so times may differ for that alone.`;
}

/** Characters of a commit that people are shown. */
const SHORT = 8;
