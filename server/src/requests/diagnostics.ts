/** Pulled diagnostics: requests and capability. */
import { type DiagnosticServerCancellationData, LSPErrorCodes, ResponseError } from "vscode-languageserver";
import type { ChosenDelivery } from "../diagnostics/delivery.ts";
import type { ServerContext } from "../server-context.ts";
import type { FeatureGroup } from "./feature-group.ts";

/** The group whose answers come from a delivery. */
export function pulledDiagnostics({ pull }: Pick<ChosenDelivery, "pull">): FeatureGroup {
  return {
    capabilities: ({ pullsDiagnostics }) =>
      pullsDiagnostics
        ? {
            diagnosticProvider: { identifier: "fairlead", interFileDependencies: true, workspaceDiagnostics: true },
          }
        : {},
    register(context: ServerContext): void {
      const { diagnostics } = context.connection.languages;
      diagnostics.on(async ({ textDocument, previousResultId }, token) => {
        try {
          return (await pull.ofDocument(textDocument.uri, previousResultId, token)) ?? cancelled();
        } catch (error) {
          return failed(context, error);
        }
      });
      diagnostics.onWorkspace(async ({ previousResultIds }, token, _progress, parts) => {
        const previous = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
        try {
          const send = parts && ((items: Parameters<typeof parts.report>[0]["items"]) => parts.report({ items }));
          return (await pull.ofWorkspace(previous, send, token)) ?? cancelled();
        } catch (error) {
          return failed(context, error);
        }
      });
    },
  };
}

/** The client asked for it, or will ask again by itself: nothing needs to be triggered. */
function cancelled(): ResponseError<DiagnosticServerCancellationData> {
  return new ResponseError(LSPErrorCodes.ServerCancelled, "newer text has come", { retriggerRequest: true });
}

/** No diagnostics would say that all is well, so the failure is the answer. */
function failed(context: ServerContext, error: unknown): ResponseError<DiagnosticServerCancellationData> {
  context.logFailure("diagnostics", error);
  return new ResponseError(LSPErrorCodes.RequestFailed, "The diagnostics can not be worked out; see the log.", {
    retriggerRequest: false,
  });
}
