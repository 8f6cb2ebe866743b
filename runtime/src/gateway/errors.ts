/** Everything that a caller can be told instead of an answer: stable codes, each with its HTTP status. */

/** HTTP status and meaning by code. docs/errors.md is generated from this table. */
export const GATEWAY_ERRORS = {
  "auth.missing-key": { status: 401, meaning: "The request carries no virtual key." },
  "auth.unknown-key": { status: 401, meaning: "The key is not one of this gateway's, or was revoked." },
  "auth.not-permitted": {
    status: 403,
    meaning:
      "The key may not do this: it lacks a permission or the workload, or the policy does not know its business unit.",
  },
  "request.malformed": { status: 400, meaning: "The body or a header is not what the protocol says." },
  "request.too-large": { status: 413, meaning: "The body is larger than the gateway accepts." },
  "request.untranslatable": {
    status: 400,
    meaning: "The request uses something that the protocol of the chosen provider can not say.",
  },
  "request.unpriced-extra": {
    status: 400,
    meaning: "The request asks for what the catalog does not price, or for more to be kept than it says.",
  },
  "request.no-workload": { status: 400, meaning: "No workload is named, and the key has no default." },
  "request.unknown-workload": { status: 400, meaning: "The policy knows no such workload." },
  "request.unknown-sensitivity": { status: 400, meaning: "The sensitivity is none of the four." },
  "request.unknown-deployment": { status: 400, meaning: "The catalog knows no such deployment." },
  "request.unknown-model": { status: 404, meaning: "No workload of the key may be served by such a model." },
  "request.unknown-route": { status: 404, meaning: "The gateway serves no such path." },
  "policy.no-deployment": { status: 403, meaning: "The policy allows no deployment for this request." },
  "limit.requests": { status: 429, meaning: "More requests a minute than the key or the workload may make." },
  "limit.tokens": { status: 429, meaning: "More tokens a minute than the key or the workload may use." },
  "budget.exhausted": { status: 429, meaning: "What the request can cost does not fit into a budget that blocks." },
  "upstream.unavailable": { status: 503, meaning: "Every allowed deployment is out of order or was tried in vain." },
  "upstream.timeout": { status: 504, meaning: "The last allowed deployment did not answer in time." },
  "upstream.rate-limited": { status: 429, meaning: "Every allowed deployment asked to slow down." },
  "upstream.content-filter": { status: 400, meaning: "The provider refused the content." },
  "upstream.context-length": { status: 400, meaning: "The request is too long for every allowed deployment." },
  "upstream.invalid-request": { status: 400, meaning: "The provider refused the request as invalid." },
  "upstream.credentials": {
    status: 502,
    meaning: "The provider refused the gateway's own credentials. Not the caller's key.",
  },
  "upstream.not-found": { status: 502, meaning: "The provider does not know the deployment's upstream id." },
  "upstream.cut": { status: 502, meaning: "The stream ended before it was complete." },
  "store.unavailable": {
    status: 503,
    meaning: "The store that several gateways share can not be reached, and the workload may not go on without it.",
  },
  "gateway.shutting-down": { status: 503, meaning: "The gateway is stopping and takes no new requests." },
  "gateway.internal": { status: 500, meaning: "A fault of the gateway. The log has the details by decision id." },
} as const;

export type GatewayErrorCode = keyof typeof GATEWAY_ERRORS;

/** A refusal or failure that the caller is told, in the caller's protocol. */
export class GatewayError extends Error {
  readonly code: GatewayErrorCode;
  readonly status: number;
  /** Seconds after which another try may help. */
  readonly retryAfterSeconds: number | undefined;
  /** More for programs: the budget, its scope, when it starts anew, the rejections. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: GatewayErrorCode,
    message: string,
    options: { retryAfterSeconds?: number | undefined; details?: Record<string, unknown> } = {},
  ) {
    super(message);
    this.name = "GatewayError";
    this.code = code;
    this.status = GATEWAY_ERRORS[code].status;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.details = options.details ?? {};
  }
}
