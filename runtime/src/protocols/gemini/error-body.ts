import type { CallerError, ErrorAnswer } from "../caller.ts";
import type { StreamError } from "../stream.ts";

/** Google's canonical name of an HTTP status. Source: google.rpc.Code and its mapping to HTTP. */
function canonicalStatus(status: number): string {
  switch (status) {
    case 401:
      return "UNAUTHENTICATED";
    case 403:
      return "PERMISSION_DENIED";
    case 404:
      return "NOT_FOUND";
    case 408:
    case 504:
      return "DEADLINE_EXCEEDED";
    case 409:
      return "ABORTED";
    case 429:
      return "RESOURCE_EXHAUSTED";
    case 499:
      return "CANCELLED";
    case 502:
    case 503:
      return "UNAVAILABLE";
    default:
      return status < 500 ? "INVALID_ARGUMENT" : "INTERNAL";
  }
}

/**
 * The error object of Google's APIs. Fairlead's code and the decision's id stand in its details, the place that
 * google.rpc.ErrorInfo has for them; a time to wait in google.rpc.RetryInfo, a member at fault in BadRequest.
 */
export function errorObject(error: CallerError | StreamError): Record<string, unknown> {
  const { code, decision, message, status } = error;
  const path = "path" in error ? error.path : undefined;
  const retryAfterSeconds = "retryAfterSeconds" in error ? error.retryAfterSeconds : undefined;
  const details: Record<string, unknown>[] = [
    {
      "@type": "type.googleapis.com/google.rpc.ErrorInfo",
      reason: code,
      domain: "fairlead",
      metadata: { code, ...(decision === undefined ? {} : { decision }) },
    },
  ];
  if (path) {
    details.push({
      "@type": "type.googleapis.com/google.rpc.BadRequest",
      fieldViolations: [{ field: path, description: message }],
    });
  }
  if (retryAfterSeconds !== undefined) {
    details.push({ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: `${retryAfterSeconds}s` });
  }
  return { code: status, message, status: canonicalStatus(status), details };
}

/** A whole error answer: `{error: {code, message, status, details}}`. */
export function errorBody(error: CallerError): ErrorAnswer {
  return {
    body: JSON.stringify({ error: errorObject(error) }),
    headers: { "fairlead-error-code": error.code },
    contentType: "application/json; charset=UTF-8",
  };
}
