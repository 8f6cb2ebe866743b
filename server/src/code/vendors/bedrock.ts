/** AWS Bedrock Runtime: the SDK for JavaScript 3, and boto3. The control plane (`bedrock`) calls no model. */
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
  ],
  modules: [
    {
      specifiers: ["@aws-sdk/client-bedrock-runtime"],
      exports: { BedrockRuntimeClient: "BedrockRuntimeClient", BedrockRuntime: "BedrockRuntime" },
    },
  ],
  hosts: ["bedrock-runtime.*.amazonaws.com", "bedrock-runtime-fips.*.amazonaws.com"],
  environment: ["AWS_BEARER_TOKEN_BEDROCK"],
  python: {
    modules: [],
    addressKeywords: [],
    factories: [
      {
        module: "boto3",
        functions: ["client"],
        sessions: ["Session", "session.Session"],
        services: ["bedrock-runtime"],
        addressKeywords: ["endpoint_url"],
        vendorKeywords: ["endpoint_url", "aws_access_key_id", "aws_secret_access_key", "aws_session_token", "use_ssl"],
      },
    ],
  },
};
