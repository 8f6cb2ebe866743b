/** Answers the extension's own requests. */
import { type Connection, LSPErrorCodes, ResponseError } from "vscode-languageserver";
import type { ClientSupport } from "../capabilities.ts";
import { guarded } from "../guard.ts";
import type { OpenDocuments, WorkspaceFiles } from "../workspace/workspace-files.ts";
import { entityPlaces } from "./entity-places.ts";
import { explainWorkload } from "./explain.ts";
import { migrateFile } from "./migrate-file.ts";
import { benchmarksRequest, explainRequest, migrateFileRequest, scanRequest, workloadsRequest } from "./protocol.ts";
import { scanFolders } from "./scan.ts";

export interface RequestHost {
  open: OpenDocuments;
  files: WorkspaceFiles;
  client(): ClientSupport;
  /** Settles when the folders have been read. */
  ready(): Promise<void>;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Registers the handlers of `protocol.ts`. */
export function registerRequests(connection: Connection, { open, files, client, ready, now }: RequestHost): void {
  const { console } = connection;
  connection.onRequest(scanRequest, async (parameters, token) => {
    await ready();
    const progress = await connection.window.attachWorkDoneProgress(parameters.workDoneToken);
    try {
      return await scanFolders(files, token, progress);
    } catch (error) {
      if (token.isCancellationRequested)
        return new ResponseError(LSPErrorCodes.RequestCancelled, "The scan was cancelled.");
      const reason = error instanceof Error ? error.message : String(error);
      return new ResponseError(LSPErrorCodes.RequestFailed, `The scan failed: ${reason}`);
    }
  });
  connection.onRequest(
    migrateFileRequest,
    guarded(console, "migrateFile", null, async ({ uri }) => {
      await ready();
      return migrateFile(uri, open.get(uri), files.groupOf(uri), client().documentChanges);
    }),
  );
  connection.onRequest(
    explainRequest,
    guarded(
      console,
      "explain",
      { text: "The route cannot be explained; see the server's log." },
      async ({ workload }) => {
        await ready();
        return { text: explainWorkload(workload, files.groups(), now()) };
      },
    ),
  );
  connection.onRequest(
    workloadsRequest,
    guarded(console, "workloads", [], async () => {
      await ready();
      return entityPlaces("workload", files.groups());
    }),
  );
  connection.onRequest(
    benchmarksRequest,
    guarded(console, "benchmarks", [], async () => {
      await ready();
      return entityPlaces("benchmark", files.groups());
    }),
  );
}
