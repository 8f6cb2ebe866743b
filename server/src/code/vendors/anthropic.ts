/** Anthropic, direct and by its own clients for other clouds. */
import type { ClientClass, Vendor } from "./types.ts";

const OPTIONS = {
  addressOptions: [{ name: "baseURL", atRunTime: "undecided" }],
  vendorOptions: ["apiKey", "authToken", "baseURL", "credentials", "config", "profile", "webhookKey"],
  applicationOptions: [
    ...["timeout", "maxRetries", "defaultHeaders", "defaultQuery", "fetch", "fetchOptions", "httpAgent"],
    ...["logger", "logLevel", "dangerouslyAllowBrowser"],
  ],
} as const satisfies Omit<ClientClass, "name">;

const GATEWAY = { name: "GatewayAnthropic", module: "@fairlead/runtime/anthropic", extendsVendors: true };

/** The clients for other clouds: the same calls, with models by other names. */
function elsewhere(name: string, service: string, vendorOptions: readonly string[]): ClientClass {
  return {
    ...OPTIONS,
    name,
    service,
    vendorOptions: [...OPTIONS.vendorOptions, ...vendorOptions],
    gateway: { ...GATEWAY, extendsVendors: false, caution: otherCloud(service) },
  };
}

function otherCloud(service: string): string {
  return `it calls models by the names they have at ${service}: see that the catalog knows them, or write auto`;
}

export const anthropic: Vendor = {
  id: "anthropic",
  name: "Anthropic",
  classes: [
    { name: "Anthropic", ...OPTIONS, gateway: GATEWAY },
    elsewhere("AnthropicBedrock", "AWS Bedrock", [
      ...["awsRegion", "awsAccessKey", "awsSecretKey", "awsSessionToken", "providerChainResolver", "skipAuth"],
    ]),
    elsewhere("AnthropicVertex", "Vertex AI", ["region", "projectId", "accessToken", "googleAuth", "authClient"]),
    elsewhere("AnthropicFoundry", "Microsoft Foundry", ["resource", "azureADTokenProvider"]),
  ],
  modules: [
    {
      specifiers: ["@anthropic-ai/sdk", "@anthropic-ai/sdk/index", "@anthropic-ai/sdk/client"],
      exports: { default: "Anthropic", Anthropic: "Anthropic" },
      itself: "Anthropic",
    },
    {
      specifiers: ["@anthropic-ai/bedrock-sdk"],
      exports: { default: "AnthropicBedrock", AnthropicBedrock: "AnthropicBedrock" },
    },
    {
      specifiers: ["@anthropic-ai/vertex-sdk"],
      exports: { default: "AnthropicVertex", AnthropicVertex: "AnthropicVertex" },
    },
    {
      specifiers: ["@anthropic-ai/foundry-sdk"],
      exports: { default: "AnthropicFoundry", AnthropicFoundry: "AnthropicFoundry" },
    },
  ],
  client: {
    calls: ["messages.*", "completions.*", "beta.*", "models.*", "batches.*", "complete", "completeStream"],
    makes: { withOptions: "same", copy: "same" },
  },
  telling: [
    ...["messages.create", "messages.stream", "messages.countTokens", "beta.messages.create", "beta.messages.stream"],
    ...["messages.batches.create", "messages.parse"],
  ],
  lookAlikes: ["twilio", "messagebird", "@sendbird/chat", "telnyx", "plivo", "vonage"],
  packages: ["anthropic"],
  hosts: ["api.anthropic.com"],
  environment: ["ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL"],
  python: {
    modules: [
      {
        name: "anthropic",
        classes: {
          Anthropic: "Anthropic",
          AsyncAnthropic: "AsyncAnthropic",
          Client: "Anthropic",
          AsyncClient: "AsyncAnthropic",
          AnthropicBedrock: "AnthropicBedrock",
          AsyncAnthropicBedrock: "AsyncAnthropicBedrock",
          AnthropicVertex: "AnthropicVertex",
          AsyncAnthropicVertex: "AsyncAnthropicVertex",
        },
      },
    ],
    addressKeywords: ["base_url"],
    factories: [],
  },
};
