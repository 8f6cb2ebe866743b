import type { ProviderFailure } from "../failure.ts";
import { isObject } from "../shared/json.ts";
import { maskSecrets } from "../shared/mask-secrets.ts";
import { statusFailure } from "../shared/status-failure.ts";

type Failure = ProviderFailure["failure"];

/** Codes and types that say more than the HTTP status. Sources: OpenAI's and Azure OpenAI's lists of error codes. */
const BY_CODE: Readonly<Record<string, Failure>> = {
  // A 429 that no waiting mends: the account is out of money, so this provider is out.
  insufficient_quota: "outage",
  billing_hard_limit_reached: "outage",
  billing_not_active: "outage",
  rate_limit_exceeded: "rate-limit",
  rate_limit_error: "rate-limit",
  too_many_requests: "rate-limit",
  toomanyrequests: "rate-limit",
  context_length_exceeded: "context-length",
  string_above_max_length: "context-length",
  content_filter: "content-filter",
  content_policy_violation: "content-filter",
  responsibleaipolicyviolation: "content-filter",
  invalid_prompt: "content-filter",
  invalid_api_key: "credentials",
  invalid_authentication: "credentials",
  authentication_error: "credentials",
  permission_error: "credentials",
  unsupported_country_region_territory: "credentials",
  model_not_found: "not-found",
  deploymentnotfound: "not-found",
  resourcenotfound: "not-found",
  not_found_error: "not-found",
  server_error: "outage",
  api_error: "outage",
  internal_error: "outage",
  overloaded_error: "outage",
  engine_overloaded: "outage",
  service_unavailable: "outage",
  timeout: "timeout",
};

const CONTEXT_LENGTH =
  /context (?:length|window|size)|maximum (?:model|prompt) length|(?:prompt|input) is too long|too many input tokens|range of input length|model token limit/i;
const CONTENT_FILTER = /content management policy|content filter|guardrail/i;

/**
 * Classifies an error body of OpenAI's protocol: `{error: {message, type, code}}`, or one of the forms of hosts that
 * imitate it. `status` is undefined for an error within a stream. Never throws.
 */
export function classifyError(
  body: unknown,
  status: number | undefined,
  retryAfterMs: number | undefined,
): ProviderFailure {
  const error = errorOf(body);
  const inner = isObject(error.innererror) ? error.innererror : isObject(error.inner_error) ? error.inner_error : {};
  const words = [inner.code, error.code, error.type].filter((word) => typeof word === "string" && word !== "");
  const numeric = [error.code, error.status].find((code): code is number => typeof code === "number");
  const effective = status ?? (numeric !== undefined && numeric >= 400 && numeric < 600 ? numeric : undefined);
  const text = typeof error.message === "string" ? error.message : "";
  const message = maskSecrets(text || `The provider answered ${effective ?? "with an error"} and gave no reason.`);
  return {
    failure: byCode(words) ?? byWords(text, effective) ?? statusFailure(effective),
    message,
    providerCode: providerCode(error.code, words),
    status,
    retryAfterMs,
  };
}

function errorOf(body: unknown): Readonly<Record<string, unknown>> {
  if (!isObject(body)) return {};
  if (isObject(body.error)) return body.error;
  if (typeof body.error === "string") return { message: body.error, code: body.code };
  if (typeof body.detail === "string") return { message: body.detail };
  return body;
}

function byCode(words: readonly unknown[]): Failure | undefined {
  for (const word of words) {
    const key = String(word).toLowerCase();
    if (Object.hasOwn(BY_CODE, key)) return BY_CODE[key];
  }
  return undefined;
}

/** Hosts that have no codes tell it in words; only of a request that was refused, not of a server that failed. */
function byWords(message: string, status: number | undefined): Failure | undefined {
  if (status !== undefined && status !== 400 && status !== 413 && status !== 422) return undefined;
  if (CONTEXT_LENGTH.test(message)) return "context-length";
  return CONTENT_FILTER.test(message) ? "content-filter" : undefined;
}

function providerCode(code: unknown, words: readonly unknown[]): string | undefined {
  const best = typeof code === "number" ? String(code) : words[0];
  return typeof best === "string" ? maskSecrets(best) : undefined;
}
