import type { CallerError, ErrorAnswer } from "../caller.ts";
import type { StreamError } from "../stream.ts";

/** The `type` that Anthropic gives a status. Source: the list of HTTP errors in its API reference. */
function errorType(status: number): string {
  switch (status) {
    case 401:
      return "authentication_error";
    case 402:
      return "billing_error";
    case 403:
      return "permission_error";
    case 404:
      return "not_found_error";
    case 413:
      return "request_too_large";
    case 429:
      return "rate_limit_error";
    case 503:
    case 529:
      return "overloaded_error";
    case 504:
      return "timeout_error";
    default:
      return status < 500 ? "invalid_request_error" : "api_error";
  }
}

/**
 * The error of this protocol, whole or as the data of a stream's `error` event. Fairlead's code stands where Anthropic
 * puts its own stable codes, `details.error_code`, so that its clients show it; the decision's id is the request's id.
 */
export function errorObject(error: CallerError | StreamError): Record<string, unknown> {
  const { code, message, status, decision } = error;
  const path = "path" in error && error.path ? { path: error.path } : {};
  return {
    type: "error",
    error: { type: errorType(status), message, details: { error_code: code, ...path } },
    ...(decision === undefined ? {} : { request_id: decision }),
  };
}

/** A whole error answer. */
export function errorBody(error: CallerError): ErrorAnswer {
  return {
    body: JSON.stringify(errorObject(error)),
    headers: {
      "fairlead-error-code": error.code,
      ...(error.decision === undefined ? {} : { "request-id": error.decision }),
    },
    contentType: "application/json; charset=utf-8",
  };
}
