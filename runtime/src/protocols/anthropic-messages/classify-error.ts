import type { ProviderFailure } from "../failure.ts";
import { isObject, type JsonObject } from "../shared/json.ts";
import { maskSecrets } from "../shared/mask-secrets.ts";
import { statusFailure } from "../shared/status-failure.ts";

type Failure = ProviderFailure["failure"];

/** Types and codes that say more than the HTTP status. Source: Anthropic's API reference, errors. */
const BY_WORD: Readonly<Record<string, Failure>> = {
  // A limit of money that no waiting mends: this provider is out.
  billing_error: "outage",
  contract_spend_limit_reached: "outage",
  enforced_spend_limit_reached: "outage",
  linked_organization_spend_limit_reached: "outage",
  linked_organization_billing_unavailable: "outage",
  organization_on_hold: "credentials",
  image_dimensions_too_large: "invalid-request",
  rate_limit_error: "rate-limit",
  authentication_error: "credentials",
  permission_error: "credentials",
  not_found_error: "not-found",
  request_too_large: "context-length",
  overloaded_error: "outage",
  api_error: "outage",
  timeout_error: "timeout",
};

/** What only the words of an invalid request tell apart. */
const INVALID: readonly [RegExp, Failure][] = [
  [
    /prompt is too long|exceed (?:the )?context (?:limit|window)|context window|maximum context length|input is too long/i,
    "context-length",
  ],
  [/credit balance is too low|purchase credits|usage limits?\b.*regain access/i, "outage"],
  [/organization has been disabled/i, "credentials"],
];

/** Anthropic refuses to show an answer in these words, under several types. */
const CONTENT_FILTER = /content filtering policy/i;

/**
 * Classifies an error body `{type: "error", error: {type, message, details}}`, whole or from within a stream, where
 * `status` is undefined. Never throws.
 */
export function classifyError(
  body: unknown,
  status: number | undefined,
  retryAfterMs: number | undefined,
): ProviderFailure {
  const error = errorOf(body);
  const details = isObject(error.details) ? error.details : {};
  const words = [details.error_code, error.type].filter((word) => typeof word === "string");
  const text = typeof error.message === "string" ? error.message : "";
  const code = words[0];
  return {
    failure: byText(text, words, status) ?? byWord(words) ?? statusFailure(status),
    message: maskSecrets(text || `The provider answered ${status ?? "with an error"} and gave no reason.`),
    providerCode: code === undefined ? undefined : maskSecrets(code),
    status,
    retryAfterMs,
  };
}

function errorOf(body: unknown): JsonObject {
  if (!isObject(body)) return {};
  return isObject(body.error) ? body.error : body;
}

function byText(text: string, words: readonly string[], status: number | undefined): Failure | undefined {
  if (CONTENT_FILTER.test(text)) return "content-filter";
  const isInvalid = words.includes("invalid_request_error") || (words.length === 0 && status === 400);
  return isInvalid ? INVALID.find(([pattern]) => pattern.test(text))?.[1] : undefined;
}

function byWord(words: readonly string[]): Failure | undefined {
  const known = words.find((word) => Object.hasOwn(BY_WORD, word));
  return known === undefined ? undefined : BY_WORD[known];
}
