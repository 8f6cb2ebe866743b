import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { BedrockRuntimeClient, ConverseCommand } from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { describe, expect, test } from "vitest";
import { encodeFrame } from "../../protocols/bedrock-converse/event-stream.ts";
import { ProviderConfigurationError, type UpstreamRequest } from "../adapter.ts";
import { CONVERSE_BODY, prepareInput } from "../shared/test-input.ts";
import { bedrockAdapter } from "./adapter.ts";
import { authHeaders } from "./auth.ts";

const AWS = { kind: "aws" as const, accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret", sessionToken: "token" };
const MODEL = "eu.anthropic.claude-sonnet-5-v1:0";

type Fields = Parameters<typeof prepareInput>[1];

async function prepared(fields: Fields = {}): Promise<UpstreamRequest & { json: Record<string, unknown> }> {
  const input = prepareInput("bedrock", {
    credentials: AWS,
    ...fields,
    deployment: { region: "eu-central-1", upstream: MODEL, ...fields?.deployment },
  });
  const request = await bedrockAdapter.prepare(input);
  return { ...request, json: JSON.parse(request.body) };
}

describe("the address", () => {
  test.each<[fields: Fields, url: string]>([
    [{}, "https://bedrock-runtime.eu-central-1.amazonaws.com/model/eu.anthropic.claude-sonnet-5-v1%3A0/converse"],
    [
      { body: { ...{ messages: [{ role: "user", content: "x" }] }, stream: true } },
      "https://bedrock-runtime.eu-central-1.amazonaws.com/model/eu.anthropic.claude-sonnet-5-v1%3A0/converse-stream",
    ],
    [
      { endpointOverride: "http://127.0.0.1:4100/bedrock/" },
      "http://127.0.0.1:4100/bedrock/model/eu.anthropic.claude-sonnet-5-v1%3A0/converse",
    ],
    [
      { deployment: { endpoint: "https://vpce.example" } },
      "https://vpce.example/model/eu.anthropic.claude-sonnet-5-v1%3A0/converse",
    ],
    [
      { deployment: { upstream: "arn:aws:bedrock:eu-central-1:1:inference-profile/x" } },
      "https://bedrock-runtime.eu-central-1.amazonaws.com/model/arn%3Aaws%3Abedrock%3Aeu-central-1%3A1%3Ainference-profile%2Fx/converse",
    ],
  ])("%#", async (fields, url) => {
    const request = await prepared(fields);
    expect(request.origin + request.path).toBe(url);
  });

  test.each([undefined, "eu/../central", "host.example"])(
    "region %s is a mistake of the configuration",
    async (region) => {
      await expect(prepared({ deployment: { region } })).rejects.toBeInstanceOf(ProviderConfigurationError);
    },
  );

  test("signing needs a region even where the endpoint is given", async () => {
    const wrong = prepared({ endpointOverride: "http://127.0.0.1:1", deployment: { region: undefined } });
    await expect(wrong).rejects.toBeInstanceOf(ProviderConfigurationError);
  });
});

describe("who asks", () => {
  test("a signature says when, and covers the session token", async () => {
    const { headers } = await prepared();
    expect(headers["x-amz-date"]).toBe("20260102T030405Z");
    expect(headers["x-amz-security-token"]).toBe("token");
    expect(headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20260102\/eu-central-1\/bedrock\/aws4_request, SignedHeaders=[a-z0-9;-]*x-amz-security-token[a-z0-9;-]*, Signature=[0-9a-f]{64}$/,
    );
  });

  test("is the one that the AWS SDK makes for the same request, byte for byte", async () => {
    const { path, headers, body } = await requestOfSdk();
    const theirs = headers.authorization ?? "";
    const signed = /SignedHeaders=([^,]+)/.exec(theirs)?.[1]?.split(";") ?? [];
    const given = signed.filter(
      (name) => name !== "host" && !/^x-amz-(date|security-token|content-sha256)$/.test(name),
    );
    const ours = await authHeaders(
      {
        origin: `http://${headers.host}`,
        path,
        headers: Object.fromEntries(given.map((name) => [name, String(headers[name])])),
        body,
      },
      { credentials: AWS, region: "eu-central-1", provider: "p", now: timeOf(String(headers["x-amz-date"])) },
    );
    expect(path).toContain("%3A0/converse");
    expect(ours.authorization).toBe(theirs);
  });

  test("the path of a request is the one that the AWS SDK asks for", async () => {
    const { path, headers } = await requestOfSdk();
    expect((await prepared({ endpointOverride: `http://${headers.host}/prefix` })).path).toBe(path);
  });

  test("a Bedrock API key is a bearer token, and no credentials are none", async () => {
    const withKey = await prepared({ credentials: { kind: "key", key: "bedrock-key" } });
    expect(withKey.headers.authorization).toBe("Bearer bedrock-key");
    expect(withKey.headers["x-amz-date"]).toBeUndefined();
    expect((await prepared({ credentials: { kind: "none" } })).headers.authorization).toBeUndefined();
  });
});

/** `20260102T030405Z` in milliseconds since 1970. */
function timeOf(date: string): number {
  return Date.parse(date.replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, "$1-$2-$3T$4:$5:$6Z"));
}

/** A request of the AWS SDK as it arrives. */
async function requestOfSdk(): Promise<{ path: string; headers: IncomingHttpHeaders; body: string }> {
  let seen: { path: string; headers: IncomingHttpHeaders; body: string } | undefined;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      seen = { path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks).toString() };
      response.writeHead(200, { "content-type": "application/json" });
      response.end('{"output":{"message":{"role":"assistant","content":[]}},"stopReason":"end_turn"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const client = new BedrockRuntimeClient({
    endpoint: `http://127.0.0.1:${port}/prefix`,
    region: "eu-central-1",
    credentials: AWS,
    requestHandler: new NodeHttpHandler(),
  });
  try {
    await client.send(new ConverseCommand({ modelId: MODEL, ...CONVERSE, inferenceConfig: { maxTokens: 9 } }));
  } finally {
    client.destroy();
    server.closeAllConnections();
    server.close();
  }
  if (!seen) throw new Error("the SDK sent nothing");
  return seen;
}

const CONVERSE = { messages: [{ role: "user" as const, content: [{ text: "Hello" }] }] };

describe("the body", () => {
  test("of the same protocol passes, with the lower limit", async () => {
    const text =
      '{"messages":[{"role":"user","content":[{"text":"\\u00e9"}]}],"inferenceConfig":{"maxTokens":900,"temperature":0.5},"new":1.50,"modelId":"x"}';
    const { body, losses } = await prepared({ protocol: "bedrock-converse", text });
    expect(body).toBe(
      '{"messages":[{"role":"user","content":[{"text":"\\u00e9"}]}],"inferenceConfig":{"maxTokens":500,"temperature":0.5},"new":1.50}',
    );
    expect(losses).toEqual([]);
  });

  test("without a limit gets one", async () => {
    const { json } = await prepared({ protocol: "bedrock-converse", body: CONVERSE_BODY });
    expect(json).toEqual({ ...CONVERSE_BODY, inferenceConfig: { maxTokens: 500 } });
  });

  test("of OpenAI's protocol is translated, with what was lost", async () => {
    const body = { model: "auto", messages: [{ role: "user", content: "Hello" }], user: "anna", max_tokens: 60 };
    const { json, losses } = await prepared({ body });
    expect(json).toEqual({ ...CONVERSE_BODY, inferenceConfig: { maxTokens: 60 } });
    expect(losses.map((loss) => loss.path)).toEqual(["/user"]);
  });
});

describe("what comes back", () => {
  test("a stream is read as frames", () => {
    const reader = bedrockAdapter.createStreamReader({ events: false });
    const bytes = Buffer.concat([
      encodeFrame("event", "contentBlockDelta", { contentBlockIndex: 0, delta: { text: "Hi" } }),
      encodeFrame("event", "messageStop", { stopReason: "end_turn" }),
    ]);
    const units = [...reader.push(bytes), ...reader.finish()];
    expect(units.flatMap((unit) => unit.signals.map((signal) => signal.type))).toEqual(["content", "stop", "end"]);
  });

  test.each<[status: number, headers: Record<string, string>, body: string, expected: object]>([
    [
      429,
      { "x-amzn-errortype": "ThrottlingException", "retry-after": "3" },
      '{"message":"Too many tokens, please wait before trying again."}',
      { failure: "rate-limit", providerCode: "ThrottlingException", retryAfterMs: 3000 },
    ],
    [
      400,
      { "x-amzn-errortype": "ValidationException:http://x" },
      '{"message":"Input is too long for requested model."}',
      { failure: "context-length" },
    ],
    [
      403,
      {},
      '{"message":"The security token AKIAIOSFODNN7EXAMPLE is invalid."}',
      { failure: "credentials", message: "The security token [secret] is invalid." },
    ],
    [403, {}, "<html>Forbidden</html>", { failure: "credentials" }],
    [500, {}, "", { failure: "outage" }],
  ])("a failure with %i %j", (status, headers, body, expected) => {
    expect(bedrockAdapter.readFailure(status, headers, body, 0)).toMatchObject({ status, ...expected });
  });
});

describe("an effort", () => {
  const ask = { messages: [{ role: "user", content: "Hi" }], reasoning_effort: "low" };
  const said = async (upstream: string, more: object = {}, maxOutputTokens = 4000) => {
    const { json } = await prepared({ body: { ...ask, ...more }, deployment: { upstream }, maxOutputTokens });
    return [json.additionalModelRequestFields, json.outputConfig];
  };

  test("is told to Claude in its own words", async () => {
    const adaptive = [{ thinking: { type: "adaptive" } }, { effort: "low" }];
    expect(await said("eu.anthropic.claude-sonnet-5-v1:0")).toEqual(adaptive);
    expect(await said("anthropic.claude-opus-4-6-v1")).toEqual(adaptive);
    const budget = [{ thinking: { type: "enabled", budget_tokens: 2048 } }, undefined];
    expect(await said("us.anthropic.claude-sonnet-4-5-20250929-v1:0")).toEqual(budget);
    expect(await said("anthropic.claude-3-7-sonnet-20250219-v1:0")).toEqual(budget);
  });

  test("goes where Claude would refuse it, and is left to other models as Converse has it", async () => {
    expect(await said(MODEL, { temperature: 0.2 })).toEqual([undefined, undefined]);
    expect(await said(MODEL, { reasoning_effort: undefined })).toEqual([undefined, undefined]);
    expect(await said("openai.gpt-oss-120b-1:0")).toEqual([undefined, { effort: "low" }]);
  });
});
