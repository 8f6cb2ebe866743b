/** OpenAI's error bodies, as its API sends them. */
import type { InvalidPromptError } from "../../prompt.ts";
import type { RefusalKind, WireAnswer } from "../vendor.ts";

/** An error in OpenAI's form. */
export function openaiError(
  status: number,
  message: string,
  type: string,
  code: string | null = null,
  param: string | null = null,
): WireAnswer {
  return {
    status,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ error: { message, type, param, code } }, null, 2),
  };
}

export function invalidRequest({ message, code, param }: InvalidPromptError): WireAnswer {
  return openaiError(400, message, "invalid_request_error", code, param);
}

export function missingKey(): WireAnswer {
  return openaiError(
    401,
    "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username) if you're accessing the API from your browser and are prompted for a username and password. You can obtain an API key from https://platform.openai.com/account/api-keys.",
    "invalid_request_error",
  );
}

/** The key is shown as OpenAI shows it, its middle starred out. */
export function wrongKey(key: string): WireAnswer {
  const shown = key.length <= 8 ? "*".repeat(key.length) : `${key.slice(0, 4)}${"*".repeat(12)}${key.slice(-4)}`;
  return openaiError(
    401,
    `Incorrect API key provided: ${shown}. You can find your API key at https://platform.openai.com/account/api-keys.`,
    "invalid_request_error",
    "invalid_api_key",
  );
}

export function refuseOpenai(kind: RefusalKind, model: string, retryAfterMs: number | undefined): WireAnswer {
  switch (kind) {
    case "http-500":
      return openaiError(
        500,
        "The server had an error while processing your request. Sorry about that!",
        "server_error",
      );
    case "http-503":
      return openaiError(503, "The engine is currently overloaded, please try again later", "server_error");
    case "http-529":
      return openaiError(529, "The service is overloaded, please try again later", "overloaded_error", "overloaded");
    case "http-429": {
      const again = retryAfterMs === undefined ? "" : ` Please try again in ${retryAfterMs / 1000}s.`;
      return openaiError(
        429,
        `Rate limit reached for ${model} in organization org-simulated on requests per min (RPM): Limit 500, Used 500, Requested 1.${again} Visit https://platform.openai.com/account/rate-limits to learn more.`,
        "requests",
        "rate_limit_exceeded",
      );
    }
    case "http-401":
      return wrongKey("sk-simulated-key");
    case "http-400-context-length":
      return openaiError(
        400,
        "This model's maximum context length is 128000 tokens. However, your messages resulted in 131072 tokens. Please reduce the length of the messages.",
        "invalid_request_error",
        "context_length_exceeded",
        "messages",
      );
    case "content-filter":
      return openaiError(
        400,
        "Your request was rejected as a result of our safety system. Your request may contain content that is not allowed by our safety system.",
        "invalid_request_error",
        "content_policy_violation",
      );
  }
}
