import type { ProviderFailure } from "../failure.ts";
import { isObject } from "../shared/json.ts";
import { maskSecrets } from "../shared/mask-secrets.ts";
import { statusFailure } from "../shared/status-failure.ts";

type Failure = ProviderFailure["failure"];

/** Reasons of google.rpc.ErrorInfo that say more than the status: a wrong key comes as an invalid argument. */
const BY_REASON: Readonly<Record<string, Failure>> = {
  API_KEY_INVALID: "credentials",
  API_KEY_SERVICE_BLOCKED: "credentials",
  ACCESS_TOKEN_EXPIRED: "credentials",
  ACCESS_TOKEN_SCOPE_INSUFFICIENT: "credentials",
  BILLING_DISABLED: "outage",
  CONSUMER_SUSPENDED: "credentials",
  SERVICE_DISABLED: "credentials",
  RATE_LIMIT_EXCEEDED: "rate-limit",
};

/** Canonical codes of Google's APIs. Source: google.rpc.Code. */
const BY_STATUS: Readonly<Record<string, Failure>> = {
  UNAUTHENTICATED: "credentials",
  PERMISSION_DENIED: "credentials",
  // The project's place, plan or billing: not the request's fault.
  FAILED_PRECONDITION: "credentials",
  NOT_FOUND: "not-found",
  RESOURCE_EXHAUSTED: "rate-limit",
  DEADLINE_EXCEEDED: "timeout",
  INTERNAL: "outage",
  UNKNOWN: "outage",
  UNAVAILABLE: "outage",
  ABORTED: "outage",
  CANCELLED: "outage",
  DATA_LOSS: "outage",
};

const CONTEXT_LENGTH =
  /input token count|exceeds the maximum number of (?:input )?tokens|maximum context|context (?:window|length)|too many tokens/i;
const WRONG_KEY = /api key (?:not valid|expired|not found)/i;
const CONTENT_FILTER = /safety|prohibited|blocked by|content policy/i;

/**
 * Classifies an error body of Google's APIs: `{error: {code, message, status, details}}`, alone or in a list.
 * `status` is undefined for an error within a stream. Never throws.
 */
export function classifyError(
  body: unknown,
  status: number | undefined,
  retryAfterMs: number | undefined,
): ProviderFailure {
  const first: unknown = Array.isArray(body) ? body[0] : body;
  const error = isObject(first) && isObject(first.error) ? first.error : {};
  const effective = status ?? (typeof error.code === "number" ? error.code : undefined);
  const words = typeof error.message === "string" ? error.message : "";
  const canonical = typeof error.status === "string" ? error.status : undefined;
  const reason = reasonOf(error.details);
  const failure =
    lookUp(BY_REASON, reason) ?? byWords(words, effective) ?? lookUp(BY_STATUS, canonical) ?? statusFailure(effective);
  const code = reason ?? canonical;
  return {
    failure,
    message: maskSecrets(words || `The provider answered ${effective ?? "with an error"} and gave no reason.`),
    providerCode: code === undefined ? undefined : maskSecrets(code),
    status,
    retryAfterMs,
  };
}

function reasonOf(details: unknown): string | undefined {
  if (!Array.isArray(details)) return undefined;
  const info: unknown = details.find((detail) => isObject(detail) && typeof detail.reason === "string");
  return isObject(info) && typeof info.reason === "string" ? info.reason : undefined;
}

function lookUp(table: Readonly<Record<string, Failure>>, word: string | undefined): Failure | undefined {
  return word !== undefined && Object.hasOwn(table, word) ? table[word] : undefined;
}

/** An invalid argument covers many things that only its words tell apart. */
function byWords(words: string, status: number | undefined): Failure | undefined {
  if (status !== undefined && status !== 400) return undefined;
  if (WRONG_KEY.test(words)) return "credentials";
  if (CONTEXT_LENGTH.test(words)) return "context-length";
  return CONTENT_FILTER.test(words) ? "content-filter" : undefined;
}
