/** `GatewayGoogleGenAI`: the `@google/genai` package's client, aimed at a Fairlead gateway. */
import { GoogleGenAI, type GoogleGenAIOptions, type HttpOptions } from "@google/genai";
import { environment } from "./shared/environment.ts";
import { joinHeaders } from "./shared/headers.ts";
import { type GatewayOptions, rejectVendorOptions, resolveSettings } from "./shared/settings.ts";

export { GatewayClientError } from "./shared/errors.ts";
export type { GatewayOptions, GatewaySensitivity } from "./shared/settings.ts";

const VENDOR_OPTIONS = ["apiKey", "vertexai", "enterprise", "project", "location", "googleAuthOptions"] as const;
const VENDOR_HTTP_OPTIONS = ["baseUrl", "baseUrlResourceScope"] as const;

/** The options of `GoogleGenAI` but for those that say where Google is and who calls it, and the gateway's own. */
export interface GatewayGoogleGenAIOptions
  extends Omit<GoogleGenAIOptions, (typeof VENDOR_OPTIONS)[number] | "httpOptions">,
    GatewayOptions {
  /** Without an address: the gateway's is the only one. */
  httpOptions?: Omit<HttpOptions, (typeof VENDOR_HTTP_OPTIONS)[number]>;
}

/**
 * A `GoogleGenAI` client whose calls go to the gateway as one workload. `models.generateContent`,
 * `models.generateContentStream`, `models.countTokens` and `chats` are those of the `@google/genai` package, and
 * `instanceof GoogleGenAI` holds. Reads FAIRLEAD_URL and FAIRLEAD_KEY, and never Google's own address, key or project
 * variables. Throws a GatewayClientError where it is not set up.
 */
export class GatewayGoogleGenAI extends GoogleGenAI {
  constructor(options: GatewayGoogleGenAIOptions = {}) {
    rejectVendorOptions("GatewayGoogleGenAI", options, VENDOR_OPTIONS);
    const { workload, gatewayUrl, gatewayKey, sensitivity, session, httpOptions = {}, ...rest } = options;
    rejectVendorOptions("GatewayGoogleGenAI", httpOptions, VENDOR_HTTP_OPTIONS);
    const settings = resolveSettings("GatewayGoogleGenAI", options, environment());
    super({
      ...rest,
      apiKey: settings.key,
      // Said rather than left out, which would have the SDK look into the environment.
      vertexai: false,
      apiVersion: options.apiVersion ?? httpOptions.apiVersion ?? "v1beta",
      httpOptions: {
        ...httpOptions,
        baseUrl: settings.url,
        headers: Object.fromEntries(
          joinHeaders(httpOptions.headers, { ...settings.headers, "x-goog-api-key": settings.key }).filter(
            (pair): pair is [string, string] => pair[1] !== null,
          ),
        ),
      },
    });
  }
}

export default GatewayGoogleGenAI;
