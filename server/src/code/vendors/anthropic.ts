/** Anthropic, direct and by its own clients for other clouds. */
import { all } from "./rows.ts";
import type { ClientClass, PythonMigration, Vendor } from "./types.ts";

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

const PYTHON_MIGRATION: PythonMigration = {
  module: "anthropic",
  plain: {
    AnthropicBedrock: "Anthropic",
    AsyncAnthropicBedrock: "AsyncAnthropic",
    AnthropicVertex: "Anthropic",
    AsyncAnthropicVertex: "AsyncAnthropic",
  },
  ...{ path: "", address: "base_url", key: "api_key", headers: "default_headers" },
  vendorKeywords: [
    ...["api_key", "auth_token", "base_url", "credentials", "config", "profile", "webhook_key"],
    ...["aws_secret_key", "aws_access_key", "aws_region", "aws_profile", "aws_session_token"],
    ...["region", "project_id", "access_token"],
  ],
  applicationKeywords: ["timeout", "max_retries", "default_headers", "default_query", "http_client", "middleware"],
  cautions: {
    AnthropicBedrock: otherCloud("AWS Bedrock"),
    AsyncAnthropicBedrock: otherCloud("AWS Bedrock"),
    AnthropicVertex: otherCloud("Vertex AI"),
    AsyncAnthropicVertex: otherCloud("Vertex AI"),
  },
};

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
    migrations: all(
      PYTHON_MIGRATION,
      ...["Anthropic", "AsyncAnthropic", "AnthropicBedrock", "AsyncAnthropicBedrock", "AnthropicVertex"],
      "AsyncAnthropicVertex",
    ),
  },
};
