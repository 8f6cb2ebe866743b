import type { ProviderFailure } from "../failure.ts";
import { isObject } from "../shared/json.ts";
import { maskSecrets } from "../shared/mask-secrets.ts";
import { statusFailure } from "../shared/status-failure.ts";

type Failure = ProviderFailure["failure"];

/** Errors of the Bedrock runtime and of AWS itself, in lower case without `Exception`. Source: the API reference. */
const BY_TYPE: Readonly<Record<string, Failure>> = {
  throttling: "rate-limit",
  throttled: "rate-limit",
  toomanyrequests: "rate-limit",
  requestlimitexceeded: "rate-limit",
  servicequotaexceeded: "rate-limit",
  // The model is being loaded: other models are not, so this deployment is out for a while.
  modelnotready: "outage",
  modelerror: "outage",
  modelstreamerror: "outage",
  internalserver: "outage",
  internalfailure: "outage",
  internalservererror: "outage",
  serviceunavailable: "outage",
  modeltimeout: "timeout",
  requesttimeout: "timeout",
  accessdenied: "credentials",
  unrecognizedclient: "credentials",
  invalidclienttokenid: "credentials",
  expiredtoken: "credentials",
  invalidsignature: "credentials",
  incompletesignature: "credentials",
  missingauthenticationtoken: "credentials",
  notauthorized: "credentials",
  optinrequired: "credentials",
  resourcenotfound: "not-found",
  unknownoperation: "not-found",
};

/** ValidationException covers many things that only its words tell apart. */
const VALIDATION: readonly [RegExp, Failure][] = [
  [
    /input is too long|too many (?:input )?tokens|input tokens exceed|maximum context|context window|prompt is too long|exceeds the maximum number of (?:input )?tokens/i,
    "context-length",
  ],
  [/guardrail|content filter|content policy|blocked by/i, "content-filter"],
  [
    /model identifier is invalid|on-demand throughput isn.t supported|model (?:is )?not (?:found|supported)|end of its life/i,
    "not-found",
  ],
];

/**
 * Classifies an AWS error by its type (`x-amzn-errortype`, `__type` or `:exception-type`), its words, and last its
 * status. `status` is undefined for an exception within a stream. Never throws.
 */
export function classifyError(
  type: string | undefined,
  body: unknown,
  status: number | undefined,
  retryAfterMs: number | undefined,
): ProviderFailure {
  const parsed = isObject(body) ? body : {};
  const name = bareType(type) ?? bareType(parsed.__type) ?? bareType(parsed.code);
  const text = [parsed.message, parsed.Message, parsed.originalMessage].find(
    (words) => typeof words === "string" && words !== "",
  );
  const words =
    typeof text === "string" ? text : `The provider answered ${name ?? status ?? "with an error"} and gave no reason.`;
  return {
    failure: byType(name) ?? byWords(name, words, status) ?? statusFailure(status),
    message: maskSecrets(words),
    providerCode: name,
    status,
    retryAfterMs,
  };
}

/** `com.amazon.x#ThrottlingException:http://…` is `ThrottlingException`. */
function bareType(type: unknown): string | undefined {
  if (typeof type !== "string") return undefined;
  const bare = type.split(":")[0]?.split("#").at(-1)?.trim();
  return bare && /^[A-Za-z0-9_.]{1,100}$/.test(bare) ? bare : undefined;
}

function byType(name: string | undefined): Failure | undefined {
  const key = name?.toLowerCase().replace(/(?:exception|error)$/, "");
  if (key === undefined) return undefined;
  const full = name?.toLowerCase() ?? "";
  const found = [key, full, full.replace(/exception$/, "")].find((candidate) => Object.hasOwn(BY_TYPE, candidate));
  return found === undefined ? undefined : BY_TYPE[found];
}

function byWords(name: string | undefined, message: string, status: number | undefined): Failure | undefined {
  const isValidation = name === undefined ? status === 400 : /^validation/i.test(name);
  if (!isValidation) return undefined;
  return VALIDATION.find(([pattern]) => pattern.test(message))?.[1] ?? "invalid-request";
}
