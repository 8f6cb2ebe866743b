/** Hands one call to the gateway. */
import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { answerError } from "../gateway/answer-error.ts";
import { GatewayError } from "../gateway/errors.ts";
import type { Responder } from "../gateway/responder.ts";
import type { PathFacts } from "../protocols/caller.ts";
import { callerProtocols } from "../protocols/index.ts";
import type { WireProtocol } from "../protocols/neutral.ts";
import type { ServerContext } from "./context.ts";
import { NodeResponder } from "./node-responder.ts";

/** A call as it was read: its body, and what its path says. */
interface ReadCall {
  protocol: WireProtocol;
  path: PathFacts | undefined;
  headers: IncomingHttpHeaders;
  text: string;
}

/**
 * Serves a call. Never rejects: what goes wrong is answered, or breaks the connection.
 * @param shape gives the answer another form on its way to the caller
 */
export async function serveCall(
  context: ServerContext,
  read: ReadCall,
  raw: ServerResponse,
  shape?: (responder: Responder) => Responder,
): Promise<void> {
  const protocol = callerProtocols[read.protocol];
  const responder = new NodeResponder(raw);
  if (context.stopping()) {
    const error = new GatewayError("gateway.shutting-down", "The gateway is stopping.", { retryAfterSeconds: 1 });
    const generation = context.generations.current.generation;
    answerError(protocol, responder, error, { id: "none", generation, attempts: 0 });
    return;
  }
  const { path, headers } = read;
  // What some clients put in front of UTF-8 belongs to no JSON.
  const text = read.text.charCodeAt(0) === 0xfeff ? read.text.slice(1) : read.text;
  try {
    const call = { protocol, text, path, headers, callerLeft: responder.callerLeft };
    await context.gateway.handle(call, shape?.(responder) ?? responder);
  } catch (error) {
    // The answer itself could not be written: break the connection, so that nothing looks complete.
    context.metrics.fault("none", error);
    responder.destroy();
  }
}
