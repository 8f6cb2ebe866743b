/** The workloads of the policy with their code globs, for commands that read source files. */
import { stat } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { ModelDocuments } from "@fairlead/language-server/code";
import { excludedBy, findProjects, loadWorkspace, settingsFor } from "@fairlead/runtime/documents";
import { type CommandContext, UsageError } from "./context.ts";

export interface CodeWorkspace {
  /** Absolute. What the globs are relative to. */
  root: string;
  /** Absolute paths to look into, empty for all of the root. */
  paths: string[];
  workloads: { id: string; globs: readonly string[] }[];
  /** What the project document says of the lint. */
  lintDocument: Readonly<Record<string, unknown>>;
  /** What a scan says of models goes by these. */
  documents: ModelDocuments;
  /** Whether a file, relative to the root, is left out by the project document. */
  isExcluded(file: string): boolean;
  /** What the projects around a file, relative to the root, say of how loudly rules speak. */
  severitiesOf(file: string): Readonly<Record<string, unknown>>;
}

/**
 * The workspace folder, the paths in it, and the policy's workloads. No policy at all is fine, and one with errors is
 * taken as far as it can be read, with a note: finding calls must not wait for a policy to be finished.
 */
export async function loadCodeWorkspace(
  context: CommandContext,
  folder: string,
  paths: readonly string[],
): Promise<CodeWorkspace> {
  const root = path.resolve(context.cwd, folder);
  if (!(await kindOf(root))?.isDirectory()) throw new UsageError("cli.no-such-folder", `There is no folder ${folder}.`);
  const absolute: string[] = [];
  for (const given of paths) {
    const full = path.resolve(context.cwd, given);
    if (!(await kindOf(full))) throw new UsageError("cli.no-such-path", `There is no file or folder ${given}.`);
    absolute.push(full);
  }
  const { documents, diagnostics, files } = await loadWorkspace(root);
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  if (errors > 0) {
    context.stderr(
      `cli.invalid-documents The documents have ${errors === 1 ? "an error" : `${errors} errors`}, so workloads may be missing; \`fairlead check\` lists them.\n`,
    );
  }
  const workloads = Object.entries(documents.policy.workloads ?? {}).map(([id, workload]) => ({
    id,
    globs: Array.isArray(workload?.code) ? workload.code.filter((glob) => typeof glob === "string") : [],
  }));
  const projects = findProjects(files);
  const excluded = excludedBy(projects);
  const rootUri = pathToFileURL(`${root}${path.sep}`).href;
  const uriOf = (file: string) => rootUri + file.split("/").map(encodeURIComponent).join("/");
  const isExcluded = (file: string) => excluded(uriOf(file));
  const severitiesOf = (file: string) => ({ ...settingsFor(uriOf(file), projects).checks.severity });
  return {
    root,
    paths: absolute,
    workloads,
    lintDocument: { ...documents.project?.lint },
    documents,
    isExcluded,
    severitiesOf,
  };
}

async function kindOf(full: string) {
  return stat(full).catch(() => undefined);
}

/** Runs something that Ctrl-C may end, and says so in words. */
export async function untilInterrupted<T>(context: CommandContext, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (context.signal.aborted) throw new UsageError("cli.interrupted", "Stopped before the end; nothing was changed.");
    throw error;
  }
}
