/** `fairlead/scan`: all vendor calls of all open folders. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { CancellationToken, WorkDoneProgressReporter } from "vscode-languageserver";
import { loadEngine } from "../code-features/engine.ts";
import { isExcludedBy, lintOf } from "../code-features/lint.ts";
import { workloadCode } from "../code-features/source-input.ts";
import { indexOf, keepIndexes } from "../code-features/workspace-indexes.ts";
import type { WorkspaceFiles } from "../workspace/workspace-files.ts";
import type { WorkspaceScan } from "./protocol.ts";

/** Scans the folders one after the other. Rejects with an AbortError when cancelled. */
export async function scanFolders(
  files: WorkspaceFiles,
  token: CancellationToken,
  progress: WorkDoneProgressReporter,
): Promise<WorkspaceScan> {
  const engine = await loadEngine();
  keepIndexes(files.roots);
  const controller = new AbortController();
  const listener = token.onCancellationRequested(() => controller.abort());
  const result: WorkspaceScan = { findings: [], files: 0 };
  progress.begin("Scanning for direct vendor calls", 0, undefined, true);
  try {
    for (const root of files.roots) {
      const group = files.groups().find((one) => one.root === root);
      const isExcluded = group ? isExcludedBy(group) : () => false;
      const scan = await engine.scanWorkspace({
        root,
        workloads: group ? workloadCode(group) : [],
        index: indexOf(engine, root),
        ...(group
          ? { lint: lintOf(engine, group), models: engine.modelKnowledge(group.checked.documents, Date.now()) }
          : {}),
        isExcluded: (file) => isExcluded(pathToFileURL(path.join(root, file)).href),
        signal: controller.signal,
        onProgress: ({ filesDone, filesFound }) =>
          progress.report(
            Math.round((100 * filesDone) / Math.max(1, filesFound)),
            `${filesDone} of ${filesFound} files`,
          ),
      });
      const withUri = scan.findings.map((finding) => ({
        ...finding,
        uri: pathToFileURL(path.join(root, finding.file)).href,
      }));
      result.findings.push(...withUri);
      result.files += scan.files;
    }
    return result;
  } finally {
    progress.done();
    listener.dispose();
  }
}
