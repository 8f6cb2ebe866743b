/** AWS Bedrock Runtime and Agent Runtime: the SDKs for JavaScript, and boto3. The control plane (`bedrock`) calls no model. */
import { found, pythonModule } from "./rows.ts";
import type { ClientClass, Vendor } from "./types.ts";

const OPTIONS = {
  addressOptions: [{ name: "endpoint", atRunTime: "undecided" }],
  vendorOptions: [
    "region",
    "credentials",
    "endpoint",
    "token",
    "profile",
    "authSchemePreference",
    "useFipsEndpoint",
    "useDualstackEndpoint",
    "apiVersion",
    "tls",
  ],
  applicationOptions: ["maxAttempts", "retryMode", "retryStrategy", "requestHandler", "logger", "customUserAgent"],
} as const satisfies Omit<ClientClass, "name">;

const VENDOR_KEYWORDS = [
  "endpoint_url",
  "aws_access_key_id",
  "aws_secret_access_key",
  "aws_session_token",
  "use_ssl",
] as const;

export const bedrock: Vendor = {
  id: "bedrock",
  name: "AWS Bedrock",
  classes: [
    {
      name: "BedrockRuntimeClient",
      ...OPTIONS,
      gateway: { name: "GatewayBedrockRuntimeClient", module: "@fairlead/runtime/bedrock", extendsVendors: true },
    },
    {
      name: "BedrockRuntime",
      ...OPTIONS,
      gateway: { name: "GatewayBedrockRuntime", module: "@fairlead/runtime/bedrock", extendsVendors: true },
    },
    found("BedrockAgentRuntimeClient", ["endpoint"], "AWS Bedrock agents"),
    found("BedrockAgentRuntime", ["endpoint"], "AWS Bedrock agents"),
    found("AWS.BedrockRuntime", ["endpoint"]),
    found("AWS.BedrockAgentRuntime", ["endpoint"], "AWS Bedrock agents"),
  ],
  modules: [
    {
      specifiers: ["@aws-sdk/client-bedrock-runtime"],
      exports: { BedrockRuntimeClient: "BedrockRuntimeClient", BedrockRuntime: "BedrockRuntime" },
    },
    {
      specifiers: ["@aws-sdk/client-bedrock-agent-runtime"],
      exports: {
        BedrockAgentRuntimeClient: "BedrockAgentRuntimeClient",
        BedrockAgentRuntime: "BedrockAgentRuntime",
      },
    },
    {
      specifiers: ["aws-sdk"],
      exports: { BedrockRuntime: "AWS.BedrockRuntime", BedrockAgentRuntime: "AWS.BedrockAgentRuntime" },
      words: ["BedrockRuntime", "BedrockAgentRuntime"],
    },
    {
      specifiers: ["aws-sdk/clients/bedrockruntime"],
      exports: { default: "AWS.BedrockRuntime" },
      itself: "AWS.BedrockRuntime",
    },
  ],
  hosts: ["bedrock-runtime.*.amazonaws.com", "bedrock-runtime-fips.*.amazonaws.com"],
  environment: ["AWS_BEARER_TOKEN_BEDROCK"],
  client: {
    calls: [
      ...["send", "converse", "converseStream", "invokeModel", "invokeModelWithResponseStream", "applyGuardrail"],
      ...["invokeModelWithBidirectionalStream", "startAsyncInvoke", "countTokens"],
      ...["invokeAgent", "invokeInlineAgent", "invokeFlow", "retrieve", "retrieveAndGenerate", "rerank"],
      ...["retrieveAndGenerateStream", "optimizePrompt"],
    ],
  },
  telling: [
    ...["converse", "converseStream", "invokeModel", "invokeModelWithResponseStream", "invokeAgent"],
    ...["retrieveAndGenerate", "invokeInlineAgent", "applyGuardrail"],
  ],
  packages: ["boto3", "aioboto3", "aws-sdk"],
  python: {
    // Amazon's SDK of its own for streams in both directions.
    modules: [pythonModule("aws_sdk_bedrock_runtime.client", ["BedrockRuntimeClient"])],
    addressKeywords: [],
    factories: [
      {
        module: "boto3",
        functions: ["client"],
        sessions: ["Session", "session.Session"],
        services: ["bedrock-runtime"],
        addressKeywords: ["endpoint_url"],
        vendorKeywords: VENDOR_KEYWORDS,
      },
      {
        module: "boto3",
        functions: ["client"],
        sessions: ["Session", "session.Session"],
        services: ["bedrock-agent-runtime"],
        addressKeywords: ["endpoint_url"],
        vendorKeywords: VENDOR_KEYWORDS,
        migrated: false,
      },
      ...["aioboto3", "aiobotocore.session", "botocore.session"].map((module) => ({
        module,
        functions: ["client", "create_client"],
        sessions: ["Session", "get_session"],
        services: ["bedrock-runtime", "bedrock-agent-runtime"],
        addressKeywords: ["endpoint_url"],
        vendorKeywords: VENDOR_KEYWORDS,
        migrated: false,
      })),
    ],
  },
};
