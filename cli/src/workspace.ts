/** The policy workspace that commands work on: all documents of a folder, or a clear refusal. */
import { stat } from "node:fs/promises";
import path from "node:path";
import { formatDiagnostic, type LoadedWorkspace, loadWorkspace } from "@fairlead/runtime/documents";
import { type CommandContext, UsageError } from "./context.ts";

/**
 * Loads the documents of a folder (relative to the context's). Where they have errors, prints these and throws
 * `cli.invalid-documents`; where there are no documents, throws `cli.no-documents`.
 */
export async function loadPolicyWorkspace(context: CommandContext, folder = "."): Promise<LoadedWorkspace> {
  const root = path.resolve(context.cwd, folder);
  if (!(await isFolder(root))) throw new UsageError("cli.no-such-folder", `There is no folder ${folder}.`);
  const workspace = await loadWorkspace(root);
  if (workspace.files.length === 0)
    throw new UsageError(
      "cli.no-documents",
      `There are no Fairlead documents in ${root}. Add a *.catalog.yaml and a *.routing-policy.yaml, or name another folder.`,
    );
  const errors = workspace.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    for (const error of errors) context.stderr(`${formatDiagnostic(error, context)}\n`);
    const count = errors.length === 1 ? "an error" : `${errors.length} errors`;
    throw new UsageError(
      "cli.invalid-documents",
      `The documents have ${count}. Put them right first; \`fairlead check\` lists them.`,
    );
  }
  return workspace;
}

/** Whether a path is a folder. */
export async function isFolder(full: string): Promise<boolean> {
  try {
    return (await stat(full)).isDirectory();
  } catch {
    return false;
  }
}
