/** Anthropic, direct and by its own clients for Bedrock and Vertex. Found, with no replacement yet. */
import type { ClientClass, Vendor } from "./types.ts";

const OPTIONS = {
  addressOptions: [{ name: "baseURL", atRunTime: "undecided" }],
  vendorOptions: ["apiKey", "authToken", "baseURL"],
  applicationOptions: ["timeout", "maxRetries", "defaultHeaders", "defaultQuery", "fetch", "fetchOptions", "logger"],
} as const satisfies Omit<ClientClass, "name">;

export const anthropic: Vendor = {
  id: "anthropic",
  name: "Anthropic",
  classes: [
    { name: "Anthropic", ...OPTIONS },
    { name: "AnthropicBedrock", ...OPTIONS },
    { name: "AnthropicVertex", ...OPTIONS },
    { name: "AnthropicFoundry", ...OPTIONS },
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
