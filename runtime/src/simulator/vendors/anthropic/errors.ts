/** Anthropic's error bodies, as its API sends them. */
import type { InvalidPromptError } from "../../prompt.ts";
import type { RefusalKind, WireAnswer } from "../vendor.ts";

/** The body of an error, whole or within a stream. */
export function errorObject(type: string, message: string): Record<string, unknown> {
  return { type: "error", error: { details: null, type, message }, request_id: "req_simulated" };
}

export function anthropicError(status: number, type: string, message: string): WireAnswer {
  return {
    status,
    headers: { "content-type": "application/json", "request-id": "req_simulated" },
    body: JSON.stringify(errorObject(type, message)),
  };
}

export function invalidRequest({ message }: InvalidPromptError): WireAnswer {
  return anthropicError(400, "invalid_request_error", message);
}

export function refuseAnthropic(kind: RefusalKind): WireAnswer {
  switch (kind) {
    case "http-500":
      return anthropicError(500, "api_error", "Internal server error");
    case "http-503":
      return anthropicError(503, "api_error", "Service temporarily unavailable");
    case "http-529":
      return anthropicError(529, "overloaded_error", "Overloaded");
    case "http-429":
      return anthropicError(
        429,
        "rate_limit_error",
        "This request would exceed your organization's rate limit of 50 requests per minute.",
      );
    case "http-401":
      return anthropicError(401, "authentication_error", "invalid x-api-key");
    case "http-400-context-length":
      return anthropicError(400, "invalid_request_error", "prompt is too long: 231072 tokens > 200000 maximum");
    case "content-filter":
      return anthropicError(400, "invalid_request_error", "Output blocked by content filtering policy");
  }
}
