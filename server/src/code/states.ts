/** What the place that a client points at means: its rule, its words, and what is to be decided about it. */
import type { Language } from "./languages.ts";
import type { FindingState } from "./types.ts";
import { byHand } from "./vendors/by-hand.ts";
import type { Vendor } from "./vendors/index.ts";

export const RULES: Readonly<Record<FindingState, string>> = {
  direct: "code.direct-client",
  gateway: "code.gateway-client",
  "other-gateway": "code.other-gateway-client",
  local: "code.local-client",
  unknown: "code.unknown-address-client",
};

/** What is wrong, in a sentence. `what` is the client in words, `service` whom it calls by default. */
export function stateMessage(what: string, service: string, state: FindingState, host: string | undefined): string {
  switch (state) {
    case "gateway":
      return `${what} goes through the gateway.`;
    case "local":
      return `${what} points at this machine (${host}), past the gateway's policy and budgets.`;
    case "other-gateway":
      return `${what} points at another address (${host}), past Fairlead's policy and budgets.`;
    case "unknown":
      return `${what} points at an address that only a run would tell; at ${service}'s own it passes the policy by.`;
    case "direct":
      return `${what} calls ${host ?? service} directly, past routing policy, budgets and fallback.`;
  }
}

/** Why a client that points there has no automatic fix, and what to decide; undefined where it may have one. */
export function stateObstacle(state: FindingState, host: string | undefined): string | undefined {
  if (state === "gateway") return "it is migrated already";
  if (state === "local") return `${host} is a local server: decide whether the gateway should stand before it`;
  if (state === "other-gateway") {
    return `decide whether ${host} is still wanted, as a provider of the catalog or not at all`;
  }
  return undefined;
}

/** The caution where one vendor's SDK calls another vendor; undefined where it does not. */
export function otherVendorCaution(sdk: string, called: string | undefined): string | undefined {
  if (called === undefined || called === sdk) return undefined;
  return `it calls ${called} through ${sdk}'s SDK: see that the workload's route has such a model`;
}

/** The obstacle of a client that has no fix: what to do by hand. */
export function noGatewayClient(client: string, { id, name: vendor, wraps }: Vendor, language: Language): string {
  const own = byHand(id, client, language);
  if (own !== undefined) return own;
  return wraps
    ? aimByHand(client, vendor)
    : `the gateway does not speak ${vendor}'s own protocol, so ${client} can not be aimed at it: ` +
        "call the model through an OpenAI or Bedrock Converse client of the gateway, or leave it";
}

/** The same of a class of a framework's, which may well speak what the gateway speaks. */
export function aimByHand(client: string, framework: string): string {
  return (
    `${framework} wraps the clients of many vendors: aim ${client} at the gateway by hand, where it speaks OpenAI's protocol, ` +
    "with the base URL FAIRLEAD_URL + /v1, the key FAIRLEAD_KEY and the header fairlead-workload"
  );
}

/** Headers and query parameters that carry a vendor's account, whatever option they stand in. */
export const ACCOUNT_FIELDS =
  /^(?:authorization|api-key|x-api-key|x-goog-api-key|openai-organization|openai-project|api-version)$/i;

/** The obstacle of a client that sends one of them. */
export function accountFieldObstacle(field: string): string {
  return `it sends the vendor's ${field}, which the gateway must not get: take it out first`;
}
