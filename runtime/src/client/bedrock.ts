/** `GatewayBedrockRuntimeClient`: the AWS SDK's Bedrock Runtime client, aimed at a Fairlead gateway. */
import { BedrockRuntime, BedrockRuntimeClient, type BedrockRuntimeClientConfig } from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { environment } from "./shared/environment.ts";
import { type GatewayOptions, type GatewaySettings, rejectVendorOptions, resolveSettings } from "./shared/settings.ts";

export { GatewayClientError } from "./shared/errors.ts";
export type { GatewayOptions, GatewaySensitivity } from "./shared/settings.ts";

const VENDOR_OPTIONS = [
  "endpoint",
  "region",
  "credentials",
  "token",
  "profile",
  "authSchemePreference",
  "useFipsEndpoint",
  "useDualstackEndpoint",
] as const;

/** The options of `BedrockRuntimeClient` but for AWS's address, region and credentials, and the gateway's own. */
export type GatewayBedrockRuntimeClientConfig = Omit<BedrockRuntimeClientConfig, (typeof VENDOR_OPTIONS)[number]> &
  GatewayOptions;

/**
 * A `BedrockRuntimeClient` whose commands go to the gateway as one workload, over HTTP/1.1 with the gateway's key as
 * bearer token. No AWS credentials or region are looked up. Reads FAIRLEAD_URL and FAIRLEAD_KEY, and throws a
 * GatewayClientError where it is not set up. The two-way stream command needs HTTP/2 and does not work through it.
 */
export class GatewayBedrockRuntimeClient extends BedrockRuntimeClient {
  constructor(config: GatewayBedrockRuntimeClientConfig = {}) {
    const settings = settingsOf("GatewayBedrockRuntimeClient", config);
    super(awsConfig(config, settings));
    sendGatewayHeaders(this, settings);
  }
}

/** The aggregated twin of GatewayBedrockRuntimeClient, with a method for each command. */
export class GatewayBedrockRuntime extends BedrockRuntime {
  constructor(config: GatewayBedrockRuntimeClientConfig = {}) {
    const settings = settingsOf("GatewayBedrockRuntime", config);
    super(awsConfig(config, settings));
    sendGatewayHeaders(this, settings);
  }
}

function settingsOf(client: string, config: GatewayBedrockRuntimeClientConfig): GatewaySettings {
  rejectVendorOptions(client, config, VENDOR_OPTIONS);
  return resolveSettings(client, config, environment());
}

function awsConfig(config: GatewayBedrockRuntimeClientConfig, settings: GatewaySettings): BedrockRuntimeClientConfig {
  const { workload, gatewayUrl, gatewayKey, sensitivity, session, requestHandler, ...rest } = config;
  return {
    ...rest,
    endpoint: settings.url,
    token: async () => ({ token: settings.key }),
    authSchemePreference: ["httpBearerAuth"],
    // The SDK insists on a region, and would search files and the network for one. The gateway ignores it.
    region: "us-east-1",
    // An environment that asks for these would make the SDK refuse an endpoint of our own.
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    // The SDK's default speaks HTTP/2 without negotiation, which plain HTTP servers and proxies do not.
    requestHandler: NodeHttpHandler.create(requestHandler as Parameters<typeof NodeHttpHandler.create>[0]),
  };
}

function sendGatewayHeaders(client: BedrockRuntimeClient, settings: GatewaySettings): void {
  client.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { headers?: Record<string, string> };
      if (request.headers) Object.assign(request.headers, settings.headers);
      return next(args);
    },
    { step: "build", name: "fairleadHeaders", override: true },
  );
}

export default GatewayBedrockRuntimeClient;
