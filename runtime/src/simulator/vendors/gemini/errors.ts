/** Error bodies of Google's APIs. */
import type { InvalidPromptError } from "../../prompt.ts";
import type { RefusalKind, WireAnswer } from "../vendor.ts";

/** An error in the form of Google's APIs. */
export function googleError(
  status: number,
  canonical: string,
  message: string,
  details: readonly Record<string, unknown>[] = [],
): WireAnswer {
  const error = { code: status, message, status: canonical, ...(details.length > 0 ? { details } : {}) };
  return {
    status,
    headers: { "content-type": "application/json; charset=UTF-8" },
    body: JSON.stringify({ error }, null, 2),
  };
}

export function invalidArgument({ message }: InvalidPromptError): WireAnswer {
  return googleError(400, "INVALID_ARGUMENT", message);
}

export function wrongKey(): WireAnswer {
  return googleError(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", [
    {
      "@type": "type.googleapis.com/google.rpc.ErrorInfo",
      reason: "API_KEY_INVALID",
      domain: "googleapis.com",
      metadata: { service: "generativelanguage.googleapis.com" },
    },
  ]);
}

export function missingKey(): WireAnswer {
  return googleError(
    403,
    "PERMISSION_DENIED",
    "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
  );
}

export function refuseGemini(kind: RefusalKind, retryAfterMs: number | undefined): WireAnswer {
  switch (kind) {
    case "http-500":
      return googleError(500, "INTERNAL", "An internal error has occurred. Please retry or report in the forum.");
    case "http-503":
      return googleError(503, "UNAVAILABLE", "The model is overloaded. Please try again later.");
    case "http-529":
      return googleError(529, "UNAVAILABLE", "The service is currently overloaded.");
    case "http-429":
      return googleError(
        429,
        "RESOURCE_EXHAUSTED",
        "You exceeded your current quota, please check your plan and billing details.",
        retryAfterMs === undefined
          ? []
          : [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: `${retryAfterMs / 1000}s` }],
      );
    case "http-401":
      return wrongKey();
    case "http-400-context-length":
      return googleError(
        400,
        "INVALID_ARGUMENT",
        "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
      );
    case "content-filter":
      return googleError(400, "INVALID_ARGUMENT", "The prompt was blocked by the safety filter.");
  }
}
