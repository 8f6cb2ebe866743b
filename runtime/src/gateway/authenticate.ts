/** Virtual keys: where each protocol's clients put a key, and whose it is. */
import { hashKey } from "../ledger/keys.ts";
import type { LedgerStore, VirtualKey } from "../ledger/types.ts";
import { GatewayError } from "./errors.ts";

/** Request headers with lower-case names, as node:http gives them. */
export type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** One header's value; the first of several. */
export function header(headers: RequestHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function secretOf(headers: RequestHeaders): string | undefined {
  const bearer = /^Bearer\s+(\S+)\s*$/i.exec(header(headers, "authorization") ?? "");
  return bearer?.[1] ?? header(headers, "x-api-key") ?? header(headers, "api-key") ?? header(headers, "x-goog-api-key");
}

/**
 * The key of a request. It is looked up by its SHA-256, so no comparison of secrets takes place whose time could tell
 * anything. Throws `auth.missing-key` or `auth.unknown-key`.
 */
export function authenticate(headers: RequestHeaders, ledger: LedgerStore): VirtualKey {
  const secret = secretOf(headers);
  if (!secret) {
    const signed = header(headers, "authorization")?.startsWith("AWS4-HMAC-SHA256");
    throw new GatewayError(
      "auth.missing-key",
      signed
        ? "The request is signed for AWS. The gateway takes its own key as a bearer token: use GatewayBedrockRuntimeClient, or set AWS_BEARER_TOKEN_BEDROCK to the gateway's key."
        : "Send a gateway key as `Authorization: Bearer KEY`. `fairlead keys create` makes one.",
    );
  }
  const key = ledger.findKey(hashKey(secret));
  if (!key)
    throw new GatewayError(
      "auth.unknown-key",
      "This gateway does not know the key. `fairlead keys list` shows those it does.",
    );
  if (key.revokedAt !== null)
    throw new GatewayError("auth.unknown-key", `Key ${key.id} was revoked. Ask its owner for a new one.`);
  return key;
}
