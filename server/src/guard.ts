/** Keeps a mistake in one feature from ending the server: it is logged, and the answer is the empty one. */
import { type CancellationToken, LSPErrorCodes, type RemoteConsole, ResponseError } from "vscode-languageserver";

/** Wraps a request handler. A cancelled request answers so; one that throws is logged and gives `fallback`. */
export function guarded<P, R>(
  console: Pick<RemoteConsole, "error">,
  name: string,
  fallback: R,
  handle: (parameters: P, token: CancellationToken) => R | Promise<R>,
): (parameters: P, token: CancellationToken) => Promise<R | ResponseError<void>> {
  return async (parameters, token) => {
    if (token.isCancellationRequested)
      return new ResponseError(LSPErrorCodes.RequestCancelled, `${name} was cancelled`);
    try {
      return await handle(parameters, token);
    } catch (error) {
      if (error instanceof ResponseError) return error;
      console.error(`${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return fallback;
    }
  };
}
