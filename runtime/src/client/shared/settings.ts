/** What every gateway client needs to know, whichever SDK it extends. */
import { GatewayClientError } from "./errors.ts";

/** Data classification of what is sent. Raises the workload's own, and never lowers it. */
export type GatewaySensitivity = "public" | "internal" | "confidential" | "restricted";

/** The options that Fairlead adds to an SDK's own. */
export interface GatewayOptions {
  /** Workload of the routing policy that the calls belong to. Without it, the gateway key's default holds. */
  workload?: string | undefined;
  /** Root address of the gateway, such as `https://gateway.example.com`. Default: the variable FAIRLEAD_URL. */
  gatewayUrl?: string | undefined;
  /** Virtual key of the gateway. Default: the variable FAIRLEAD_KEY. */
  gatewayKey?: string | undefined;
  /** Raises the data classification of every call of this client. */
  sensitivity?: GatewaySensitivity | undefined;
  /** Calls of one session go to the same deployment where the policy allows it. */
  session?: string | undefined;
}

export interface GatewaySettings {
  /** Without a slash at the end. */
  url: string;
  key: string;
  /** The request headers that carry workload, sensitivity and session. */
  headers: Record<string, string>;
}

/**
 * Options and environment as checked settings; options go before the environment.
 * Throws a GatewayClientError whose code begins with `client.` where something is missing or malformed.
 * `client` is the name of the class, for the messages.
 */
export function resolveSettings(
  client: string,
  options: GatewayOptions,
  env: Readonly<Record<string, string | undefined>>,
): GatewaySettings {
  const url = options.gatewayUrl?.trim() || env.FAIRLEAD_URL?.trim();
  if (!url) {
    throw new GatewayClientError(
      "client.missing-url",
      `${client} does not know where the gateway is: set the environment variable FAIRLEAD_URL, or pass gatewayUrl`,
    );
  }
  const key = options.gatewayKey?.trim() || env.FAIRLEAD_KEY?.trim();
  if (!key) {
    throw new GatewayClientError(
      "client.missing-key",
      `${client} has no key for the gateway: set the environment variable FAIRLEAD_KEY, or pass gatewayKey`,
    );
  }
  return { url: checkedUrl(client, url), key, headers: gatewayHeaders(client, options) };
}

function checkedUrl(client: string, url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const invalid = (why: string) =>
    new GatewayClientError(
      "client.invalid-url",
      `${client} can not use the gateway address "${parsed ? parsed.origin + parsed.pathname : url}": ${why}. ` +
        "Set FAIRLEAD_URL or gatewayUrl to the root of the gateway, such as http://127.0.0.1:4180",
    );
  if (!parsed) throw invalid("it is no absolute address");
  if (parsed.protocol !== "http:" && parsed.protocol !== "https:") throw invalid("it is neither http nor https");
  if (parsed.username || parsed.password) throw invalid("it holds a user name or a password");
  if (parsed.search || parsed.hash) throw invalid("it has a query or a fragment");
  const path = parsed.pathname.replace(/\/+$/, "");
  // The SDK paths add the version themselves, so this would end in /v1/v1 and a puzzling 404.
  if (path.endsWith("/v1")) throw invalid("it ends in /v1, which the client adds itself");
  return parsed.origin + path;
}

function gatewayHeaders(client: string, options: GatewayOptions): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of ["workload", "sensitivity", "session"] as const) {
    const value = options[name];
    if (value === undefined) continue;
    if (!/^[\x21-\x7e]+(?: +[\x21-\x7e]+)*$/.test(value)) {
      throw new GatewayClientError(
        `client.invalid-${name}`,
        `${client} can not send ${name} ${JSON.stringify(value)} in a header: it must be printable ASCII and not empty`,
      );
    }
    headers[`fairlead-${name}`] = value;
  }
  return headers;
}

/** Throws where an option is given that would aim the client past the gateway, so that none is ignored in silence. */
export function rejectVendorOptions(client: string, options: object, vendorOptions: readonly string[]): void {
  const given = vendorOptions.filter((name) => (options as Record<string, unknown>)[name] != null);
  if (given.length === 0) return;
  throw new GatewayClientError(
    "client.vendor-option",
    `${client} takes no ${given.join(", ")}: the gateway holds the provider's address and credentials. ` +
      "Remove it; gatewayUrl and gatewayKey say where the gateway is and who calls",
  );
}
