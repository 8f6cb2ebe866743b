import type { CallerProtocol } from "../protocols/caller.ts";
import type { GatewayError } from "./errors.ts";
import type { Responder } from "./responder.ts";

/** What is known of the request that the error is about. */
export interface AboutError {
  /** Decision id. */
  id: string;
  generation: string;
  attempts: number;
}

/** An error as an answer in the caller's own protocol. */
export function errorAnswer(
  protocol: CallerProtocol,
  error: GatewayError,
  about: AboutError,
): { headers: Record<string, string>; body: string } {
  const path = typeof error.details.path === "string" ? { path: error.details.path } : {};
  const answer = protocol.errorBody({
    code: error.code,
    message: error.message,
    status: error.status,
    decision: about.id,
    ...path,
    ...(error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }),
  });
  const headers: Record<string, string> = {
    "content-type": answer.contentType,
    "fairlead-decision": about.id,
    "fairlead-generation": about.generation,
    "fairlead-attempts": String(about.attempts),
    "fairlead-error": error.code,
    ...answer.headers,
  };
  if (error.retryAfterSeconds !== undefined) headers["retry-after"] = String(error.retryAfterSeconds);
  // The official OpenAI clients retry 429 and 5xx by themselves; the gateway has tried already what may be tried.
  headers["x-should-retry"] = "false";
  return { headers, body: answer.body };
}

/** Answers with an error in the caller's own protocol. */
export function answerError(
  protocol: CallerProtocol,
  responder: Responder,
  error: GatewayError,
  about: AboutError,
): void {
  const { headers, body } = errorAnswer(protocol, error, about);
  responder.send(error.status, headers, body);
}
