/**
 * The short way for the calls that nearly all traffic is: a path without parameters, a body of known length. What the
 * framework would find out about such a request is known, and finding it out costs as much as admitting it.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { type PlainCall, plainCalls } from "./calls.ts";
import type { ServerContext } from "./context.ts";
import { serveCall } from "./serve-call.ts";

function plainCallOf(request: IncomingMessage, largestBody: number): PlainCall | undefined {
  if (request.method !== "POST" || request.httpVersionMajor !== 1) return undefined;
  const { headers, url } = request;
  const length = Number(headers["content-length"] ?? Number.NaN);
  if (!(length <= largestBody) || headers["transfer-encoding"] !== undefined) return undefined;
  return url === undefined ? undefined : plainCalls.get(url);
}

function readAndServe(
  context: ServerContext,
  { protocol, facts }: PlainCall,
  request: IncomingMessage,
  raw: ServerResponse,
): void {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  // A caller who leaves in the middle of the body is not answered: there is no end then.
  request.on("end", () => {
    const [first] = chunks;
    const bytes = chunks.length === 1 && first ? first : Buffer.concat(chunks);
    const { headers } = request;
    void serveCall(context, { protocol, path: facts?.(headers), headers, text: bytes.toString("utf8") }, raw);
  });
}

/** A listener that serves such calls itself, and leaves all others to the one given. */
export function withDirectCalls(context: ServerContext, largestBody: number, others: RequestListener): RequestListener {
  return (request, raw) => {
    const call = context.stopping() ? undefined : plainCallOf(request, largestBody);
    if (call) readAndServe(context, call, request, raw);
    else others(request, raw);
  };
}
