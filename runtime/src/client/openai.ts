/** `GatewayOpenAI`: the `openai` package's client, aimed at a Fairlead gateway. */
import { type ClientOptions, OpenAI } from "openai";
import { environment } from "./shared/environment.ts";
import { headerRecord, joinHeaders } from "./shared/headers.ts";
import { type GatewayOptions, rejectVendorOptions, resolveSettings } from "./shared/settings.ts";

export { GatewayClientError } from "./shared/errors.ts";
export type { GatewayOptions, GatewaySensitivity } from "./shared/settings.ts";

const VENDOR_OPTIONS = [
  "apiKey",
  "adminAPIKey",
  "baseURL",
  "organization",
  "project",
  "provider",
  "dataResidency",
  "credential",
  "workloadIdentity",
  "x509Transport",
] as const;

/** The options of `OpenAI` but for those that say where OpenAI is and who calls it, and the gateway's own. */
export interface GatewayOpenAIOptions extends Omit<ClientOptions, (typeof VENDOR_OPTIONS)[number]>, GatewayOptions {}

/** Marks the options of a clone: they hold the address and key that the first client resolved. */
const cloned = Symbol("fairlead.cloned");

/**
 * An `OpenAI` client whose calls go to the gateway as one workload. Calls, types, streaming and helpers are those of
 * the `openai` package, and `instanceof OpenAI` holds. Reads FAIRLEAD_URL and FAIRLEAD_KEY, and never OpenAI's own
 * address, key or organisation variables. Throws a GatewayClientError where it is not set up.
 */
export class GatewayOpenAI extends OpenAI {
  readonly #gateway: GatewayOptions;
  readonly #applicationHeaders: ClientOptions["defaultHeaders"];

  constructor(options: GatewayOpenAIOptions = {}) {
    if (!(cloned in options)) rejectVendorOptions("GatewayOpenAI", options, VENDOR_OPTIONS);
    const { workload, gatewayUrl, gatewayKey, sensitivity, session, ...rest } = options;
    const settings = resolveSettings("GatewayOpenAI", options, environment());
    const theirs = options.defaultHeaders as Parameters<typeof joinHeaders>[0];
    super({
      ...rest,
      apiKey: settings.key,
      baseURL: `${settings.url}/v1`,
      defaultHeaders: headerRecord(joinHeaders(theirs, settings.headers)),
      // Null rather than undefined, which would have the SDK look into the environment.
      adminAPIKey: null,
      organization: null,
      project: null,
      // A clone's options hold these keys, and they exclude an address and a key.
      ...{ provider: undefined, dataResidency: undefined, credential: undefined, [cloned]: undefined },
    });
    this.#gateway = { workload, gatewayUrl: settings.url, gatewayKey: settings.key, sensitivity, session };
    this.#applicationHeaders = options.defaultHeaders;
  }

  /** A client with the same options but for those given; workload and gateway stay unless given. */
  override withOptions(options: Partial<GatewayOpenAIOptions>): this {
    rejectVendorOptions("GatewayOpenAI", options, VENDOR_OPTIONS);
    return super.withOptions({
      ...this.#gateway,
      defaultHeaders: this.#applicationHeaders,
      ...options,
      ...{ [cloned]: true },
    });
  }
}

export default GatewayOpenAI;
