/** Answers the extension's own requests. */
import { LSPErrorCodes, ResponseError } from "vscode-languageserver";
import { guarded } from "../guard.ts";
import type { ServerContext } from "../server-context.ts";
import { benchmarkCases } from "./benchmark-cases.ts";
import { entityPlaces } from "./entity-places.ts";
import { explainWorkload } from "./explain.ts";
import { migrateFile } from "./migrate-file.ts";
import { migrateFolders } from "./migrate-workspace.ts";
import {
  benchmarkCasesRequest,
  benchmarksRequest,
  explainRequest,
  migrateFileRequest,
  migrateWorkspaceRequest,
  scanRequest,
  workloadsRequest,
  writeBackRequest,
} from "./protocol.ts";
import { scanFolders } from "./scan.ts";
import { writeBack } from "./write-back.ts";

/** Registers the handlers of `protocol.ts`. */
export function registerRequests(context: ServerContext): void {
  const { connection, open, files } = context;
  const { console } = connection;
  connection.onRequest(scanRequest, async (parameters, token) => {
    await context.ready;
    const progress = await connection.window.attachWorkDoneProgress(parameters.workDoneToken);
    try {
      return await scanFolders(files, token, progress);
    } catch (error) {
      if (token.isCancellationRequested)
        return new ResponseError(LSPErrorCodes.RequestCancelled, "The scan was cancelled.");
      // Empty findings would say that all is well, so the failure is the answer.
      const reason = error instanceof Error ? error.message : String(error);
      return new ResponseError(LSPErrorCodes.RequestFailed, `The scan failed: ${reason}`);
    }
  });
  connection.onRequest(migrateWorkspaceRequest, async (parameters, token) => {
    await context.ready;
    try {
      return await migrateFolders(parameters, context, token);
    } catch (error) {
      if (token.isCancellationRequested)
        return new ResponseError(LSPErrorCodes.RequestCancelled, "The migration was cancelled; nothing has changed.");
      const reason = error instanceof Error ? error.message : String(error);
      return new ResponseError(LSPErrorCodes.RequestFailed, `The workspace cannot be migrated: ${reason}`);
    }
  });
  connection.onRequest(migrateFileRequest, async ({ uri }) => {
    await context.ready;
    try {
      return await migrateFile(uri, open.get(uri), files.groupOf(uri), context.client.documentChanges);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return new ResponseError(LSPErrorCodes.RequestFailed, `The file cannot be migrated: ${reason}`);
    }
  });
  connection.onRequest(writeBackRequest, async ({ uri }) => {
    await context.ready;
    try {
      return await writeBack(uri, context);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return new ResponseError(LSPErrorCodes.RequestFailed, `The result cannot be written back: ${reason}`);
    }
  });
  connection.onRequest(
    explainRequest,
    guarded(
      console,
      "explain",
      { text: "The route cannot be explained; see the server's log." },
      async ({ workload }) => {
        await context.ready;
        return { text: explainWorkload(workload, files.groups(), context.now()) };
      },
    ),
  );
  connection.onRequest(
    workloadsRequest,
    guarded(console, "workloads", [], async () => {
      await context.ready;
      return entityPlaces("workload", files.groups());
    }),
  );
  connection.onRequest(
    benchmarksRequest,
    guarded(console, "benchmarks", [], async () => {
      await context.ready;
      return entityPlaces("benchmark", files.groups());
    }),
  );
  connection.onRequest(
    benchmarkCasesRequest,
    guarded(console, "benchmarkCases", null, async ({ benchmark }) => {
      await context.ready;
      return benchmarkCases(benchmark, files.groups()) ?? null;
    }),
  );
}
