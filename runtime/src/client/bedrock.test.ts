import {
  BedrockRuntime,
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { EventStreamCodec } from "@smithy/eventstream-codec";
import { fromUtf8, toUtf8 } from "@smithy/util-utf8";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import DefaultExport, {
  GatewayBedrockRuntime,
  GatewayBedrockRuntimeClient,
  type GatewayBedrockRuntimeClientConfig,
} from "./bedrock.ts";
import { startTestServer, type TestServer } from "./shared/test-server.ts";

const ask = { modelId: "auto", messages: [{ role: "user" as const, content: [{ text: "Hi" }] }] };
const codec = new EventStreamCodec(toUtf8, fromUtf8);

function frame(type: string, body: unknown): Uint8Array {
  const text = (value: string) => ({ type: "string" as const, value });
  return codec.encode({
    headers: {
      ":event-type": text(type),
      ":content-type": text("application/json"),
      ":message-type": text("event"),
    },
    body: fromUtf8(JSON.stringify(body)),
  });
}

let server: TestServer;

beforeEach(async () => {
  server = await startTestServer((response, request) => {
    if (request.path.endsWith("converse-stream")) {
      response.writeHead(200, { "content-type": "application/vnd.amazon.eventstream" });
      response.write(frame("messageStart", { role: "assistant" }));
      for (const text of ["Hel", "lo"])
        response.write(frame("contentBlockDelta", { contentBlockIndex: 0, delta: { text } }));
      response.end(frame("messageStop", { stopReason: "end_turn" }));
      return;
    }
    response.writeHead(200, { "content-type": "application/json" }).end(
      JSON.stringify({
        output: { message: { role: "assistant", content: [{ text: "Hello" }] } },
        stopReason: "end_turn",
        usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
      }),
    );
  });
  vi.stubEnv("FAIRLEAD_URL", server.url);
  vi.stubEnv("FAIRLEAD_KEY", "flk_from_environment");
  // None of these may be read: a look-up would fail or show.
  for (const name of [
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_PROFILE",
  ]) {
    vi.stubEnv(name, undefined);
  }
  vi.stubEnv("AWS_BEARER_TOKEN_BEDROCK", "aws-never");
  vi.stubEnv("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  vi.stubEnv("AWS_USE_FIPS_ENDPOINT", "true");
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

describe("what is sent", () => {
  test("converse goes to the gateway with its key and workload", async () => {
    const client = new GatewayBedrockRuntimeClient({ workload: "contract-review", sensitivity: "restricted" });
    const answer = await client.send(new ConverseCommand(ask));
    expect(answer.output?.message?.content?.[0]?.text).toBe("Hello");
    const request = server.requests[0];
    expect(request).toMatchObject({ method: "POST", path: "/model/auto/converse" });
    expect(request?.headers).toMatchObject({
      authorization: "Bearer flk_from_environment",
      "fairlead-workload": "contract-review",
      "fairlead-sensitivity": "restricted",
    });
    expect(JSON.parse(request?.body ?? "")).toEqual({ messages: ask.messages });
  });

  test("converse-stream is read to its end", async () => {
    const client = new GatewayBedrockRuntimeClient({ workload: "w", gatewayUrl: `${server.url}/ai` });
    const answer = await client.send(new ConverseStreamCommand({ ...ask, modelId: "gpt-5.5@openai" }));
    let text = "";
    for await (const event of answer.stream ?? []) text += event.contentBlockDelta?.delta?.text ?? "";
    expect(text).toBe("Hello");
    expect(server.requests[0]?.path).toBe("/ai/model/gpt-5.5%40openai/converse-stream");
    expect(server.requests[0]?.headers["fairlead-workload"]).toBe("w");
  });

  test("credentials in the environment are not used", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIANEVER");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "never");
    await new GatewayBedrockRuntimeClient({ workload: "w" }).send(new ConverseCommand(ask));
    expect(server.requests[0]?.headers.authorization).toBe("Bearer flk_from_environment");
    expect(JSON.stringify(server.requests[0]?.headers)).not.toMatch(/never/i);
  });

  test("the aggregated client has its methods", async () => {
    const client = new GatewayBedrockRuntime({ workload: "w", session: "s" });
    const answer = await client.converse(ask);
    expect(answer.stopReason).toBe("end_turn");
    expect(server.requests[0]?.headers).toMatchObject({ "fairlead-workload": "w", "fairlead-session": "s" });
  });

  test("options of the request handler are the application's and hold", async () => {
    const stalled = await startTestServer(() => {});
    try {
      const client = new GatewayBedrockRuntimeClient({
        workload: "w",
        gatewayUrl: stalled.url,
        maxAttempts: 1,
        requestHandler: { requestTimeout: 50, throwOnRequestTimeout: true },
      });
      await expect(client.send(new ConverseCommand(ask))).rejects.toThrow(/timeout|timed out/i);
    } finally {
      await stalled.close();
    }
  });
});

describe("the classes", () => {
  test("are the SDK's own, by name and by default", () => {
    expect(new GatewayBedrockRuntimeClient({ workload: "w" })).toBeInstanceOf(BedrockRuntimeClient);
    expect(new GatewayBedrockRuntime({ workload: "w" })).toBeInstanceOf(BedrockRuntime);
    expect(DefaultExport).toBe(GatewayBedrockRuntimeClient);
  });

  test.each<[string, object, Record<string, string>, RegExp]>([
    ["no address", {}, { FAIRLEAD_URL: "" }, /FAIRLEAD_URL.*client\.missing-url/],
    ["no key", {}, { FAIRLEAD_KEY: "" }, /FAIRLEAD_KEY.*client\.missing-key/],
    ["a region", { region: "eu-west-1" }, {}, /takes no region.*client\.vendor-option/],
    ["credentials", { credentials: {} }, {}, /takes no credentials.*client\.vendor-option/],
  ])("set up wrongly: %s", (_name, config, env, message) => {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    expect(() => new GatewayBedrockRuntimeClient(config as GatewayBedrockRuntimeClientConfig)).toThrow(message);
  });
});
