/** Answers to what never came to the gateway: a path that is not served, a body that is too large, no HTTP at all. */
import type { Socket } from "node:net";
import type { FastifyReply, FastifyRequest } from "fastify";
import { errorAnswer } from "../gateway/answer-error.ts";
import type { GatewayError } from "../gateway/errors.ts";
import { protocolOf } from "./calls.ts";
import { type ServerContext, sendError } from "./context.ts";

/** Answers in the protocol that the path belongs to. */
export function refuse(
  context: ServerContext,
  request: FastifyRequest,
  reply: FastifyReply,
  error: GatewayError,
): void {
  context.metrics.refused(error.code);
  // Who still sends a body would find the connection closed before it reads why: the rest is read, and dropped.
  if (error.code === "request.too-large") {
    reply.removeHeader("connection");
    request.raw.resume();
  }
  const protocol = protocolOf(request);
  if (!protocol) {
    sendError(reply, error);
    return;
  }
  const { generation } = context.generations.current;
  const { headers, body } = errorAnswer(protocol, error, { id: "none", generation, attempts: 0 });
  void reply.code(error.status).headers(headers).send(body);
}

/** Status line and words by node's code for what its parser could not read. */
const UNREAD: Readonly<Record<string, readonly [status: string, words: string]>> = {
  HPE_HEADER_OVERFLOW: ["431 Request Header Fields Too Large", "the headers are larger than 16 KiB"],
  ERR_HTTP_REQUEST_TIMEOUT: ["408 Request Timeout", "the request did not come whole in time"],
};

/** Answers what is no HTTP/1.1 request, and ends the connection: where the next request begins nobody knows. */
export function refuseUnread(error: Error & { code?: string }, socket: Socket): void {
  // Who can not agree on TLS understands no answer either.
  if (error.code === "ECONNRESET" || /^ERR_(SSL|TLS)_/.test(error.code ?? "") || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, words] = UNREAD[error.code ?? ""] ?? ["400 Bad Request", "this is no HTTP request"];
  const body = JSON.stringify({
    error: {
      message: `The request could not be read: ${words}.`,
      type: "fairlead_error",
      param: null,
      code: "request.malformed",
    },
  });
  const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n`;
  socket.end(head + body);
}
