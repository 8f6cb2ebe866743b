import type { CallerError, ErrorAnswer } from "../caller.ts";
import type { StreamError } from "../stream.ts";

/** The `type` that OpenAI gives a status; clients choose their error class by the status and show the type. */
function errorType(status: number): string {
  switch (status) {
    case 401:
      return "authentication_error";
    case 403:
      return "permission_error";
    case 404:
      return "not_found_error";
    case 429:
      return "rate_limit_error";
    default:
      return status < 500 ? "invalid_request_error" : "api_error";
  }
}

/** The error object of this protocol, with the decision's id beside OpenAI's own members. */
export function errorObject(error: CallerError | StreamError): Record<string, unknown> {
  return {
    message: error.message,
    type: errorType(error.status),
    param: "path" in error && error.path ? error.path : null,
    code: error.code,
    ...(error.decision === undefined ? {} : { decision: error.decision }),
  };
}

/** A whole error answer: `{error: {message, type, param, code, decision}}`. */
export function errorBody(error: CallerError): ErrorAnswer {
  return {
    body: JSON.stringify({ error: errorObject(error) }),
    headers: { "fairlead-error-code": error.code },
    contentType: "application/json; charset=utf-8",
  };
}
