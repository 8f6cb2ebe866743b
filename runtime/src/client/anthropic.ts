/** `GatewayAnthropic`: the `@anthropic-ai/sdk` package's client, aimed at a Fairlead gateway. */
import { Anthropic, type ClientOptions } from "@anthropic-ai/sdk";
import { environment } from "./shared/environment.ts";
import { headerRecord, joinHeaders } from "./shared/headers.ts";
import { type GatewayOptions, rejectVendorOptions, resolveSettings } from "./shared/settings.ts";

export { GatewayClientError } from "./shared/errors.ts";
export type { GatewayOptions, GatewaySensitivity } from "./shared/settings.ts";

const VENDOR_OPTIONS = ["apiKey", "authToken", "baseURL", "credentials", "config", "profile"] as const;

/** The options of `Anthropic` but for those that say where Anthropic is and who calls it, and the gateway's own. */
export interface GatewayAnthropicOptions extends Omit<ClientOptions, (typeof VENDOR_OPTIONS)[number]>, GatewayOptions {}

/** Marks the options of a clone: they hold the address and key that the first client resolved. */
const cloned = Symbol("fairlead.cloned");

/**
 * An `Anthropic` client whose calls go to the gateway as one workload. Calls, types, streaming and helpers are those of
 * the `@anthropic-ai/sdk` package, and `instanceof Anthropic` holds. Reads FAIRLEAD_URL and FAIRLEAD_KEY, and never
 * Anthropic's own address, key, profile or header variables. Throws a GatewayClientError where it is not set up.
 */
export class GatewayAnthropic extends Anthropic {
  readonly #gateway: GatewayOptions;
  readonly #applicationHeaders: ClientOptions["defaultHeaders"];

  constructor(options: GatewayAnthropicOptions = {}) {
    if (!(cloned in options)) rejectVendorOptions("GatewayAnthropic", options, VENDOR_OPTIONS);
    const { workload, gatewayUrl, gatewayKey, sensitivity, session, ...rest } = options;
    const settings = resolveSettings("GatewayAnthropic", options, environment());
    const theirs = options.defaultHeaders as Parameters<typeof joinHeaders>[0];
    // Said here besides, since the SDK puts what its environment says behind the key it was given.
    const own = { ...settings.headers, authorization: `Bearer ${settings.key}` };
    super({
      ...rest,
      apiKey: settings.key,
      baseURL: settings.url,
      defaultHeaders: headerRecord([...headersOfEnvironment(), ...joinHeaders(theirs, own)]),
      // Null rather than undefined, which would have the SDK look into the environment and on the disk.
      authToken: null,
      // A clone's options hold these keys, and they exclude a key.
      ...{ credentials: undefined, config: undefined, profile: undefined, [cloned]: undefined },
    });
    this.#gateway = { workload, gatewayUrl: settings.url, gatewayKey: settings.key, sensitivity, session };
    this.#applicationHeaders = options.defaultHeaders;
  }

  /** A client with the same options but for those given; workload and gateway stay unless given. */
  override withOptions(options: Partial<GatewayAnthropicOptions>): this {
    rejectVendorOptions("GatewayAnthropic", options, VENDOR_OPTIONS);
    return super.withOptions({
      ...this.#gateway,
      defaultHeaders: this.#applicationHeaders,
      ...options,
      ...{ [cloned]: true },
    });
  }
}

/** Removes the headers that the SDK takes from its own environment variable: a key for Anthropic may be among them. */
function headersOfEnvironment(): [string, null][] {
  const lines = environment().ANTHROPIC_CUSTOM_HEADERS?.split("\n") ?? [];
  return lines.flatMap((line): [string, null][] => {
    const name = line.slice(0, Math.max(0, line.indexOf(":"))).trim();
    return name === "" ? [] : [[name, null]];
  });
}

export default GatewayAnthropic;
