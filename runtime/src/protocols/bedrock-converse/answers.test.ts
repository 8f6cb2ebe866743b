import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { BedrockRuntimeClient, ConverseCommand, type ConverseCommandOutput } from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { describe, expect, test } from "vitest";
import { AnswerError } from "../failure.ts";
import type { NeutralResponse } from "../neutral.ts";
import { classifyError } from "./classify-error.ts";
import { errorBody } from "./error-body.ts";
import { parseResponse } from "./parse-response.ts";
import { serialiseResponse } from "./serialise-response.ts";
import { readUsage, writeUsage } from "./usage.ts";

async function askWithClient(
  status: number,
  headers: Record<string, string>,
  body: string,
): Promise<ConverseCommandOutput> {
  const server = createServer((_, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const client = new BedrockRuntimeClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: "eu-central-1",
    credentials: { accessKeyId: "id", secretAccessKey: "secret" },
    maxAttempts: 1,
    // By default the client speaks HTTP/2, which this server does not.
    requestHandler: new NodeHttpHandler(),
  });
  try {
    return await client.send(
      new ConverseCommand({ modelId: "m", messages: [{ role: "user", content: [{ text: "x" }] }] }),
    );
  } finally {
    client.destroy();
    server.closeAllConnections();
    server.close();
  }
}

const RESPONSE: NeutralResponse = {
  id: "c",
  model: "m",
  content: [
    { type: "reasoning", text: "Hm", signature: "s" },
    { type: "text", text: "Hi" },
    { type: "tool-call", id: "a", name: "f", arguments: "" },
    { type: "tool-call", id: "b", name: "g", arguments: '{"x":1}' },
    { type: "tool-call", id: "c", name: "h", arguments: "{broken" },
  ],
  stopReason: "tool-calls",
  usage: { input: 120, output: 7, cachedInput: 90, cacheWrite: undefined, reasoning: 2 },
};

test("the AWS SDK reads an answer", async () => {
  const answer = await askWithClient(200, {}, serialiseResponse(RESPONSE));
  expect(answer.output?.message?.content?.slice(1)).toEqual([
    { text: "Hi" },
    { toolUse: { toolUseId: "a", name: "f", input: {} } },
    { toolUse: { toolUseId: "b", name: "g", input: { x: 1 } } },
    { toolUse: { toolUseId: "c", name: "h", input: "{broken" } },
  ]);
  expect(answer.stopReason).toBe("tool_use");
  expect(answer.usage).toEqual({ inputTokens: 30, outputTokens: 7, totalTokens: 127, cacheReadInputTokens: 90 });
});

test.each([
  [400, "ValidationException"],
  [401, "AccessDeniedException"],
  [404, "ResourceNotFoundException"],
  [429, "ThrottlingException"],
  [500, "InternalServerException"],
  [503, "ServiceUnavailableException"],
])("the AWS SDK raises its own error for %i", async (status, name) => {
  const error = { code: "budget.exceeded", message: "Spent.", status, decision: "dec_1" };
  const { body, headers } = errorBody(error);
  await expect(askWithClient(status, headers, body)).rejects.toMatchObject({
    name,
    message: "Spent.",
    fairleadCode: "budget.exceeded",
    decision: "dec_1",
  });
});

describe("an answer", () => {
  const answer = (content: unknown, rest: object = {}) =>
    JSON.stringify({ output: { message: { role: "assistant", content } }, ...rest });
  test.each([
    ["no JSON", "<html>"],
    ["no message", '{"output":{}}'],
    ["no content", '{"output":{"message":{}}}'],
    ["unusable output", answer([], { stopReason: "malformed_model_output" })],
  ])("%s is none", (_, text) => {
    expect(() => parseResponse(text)).toThrow(AnswerError);
  });

  test.each([
    ["end_turn", "stop"],
    ["stop_sequence", "stop"],
    ["max_tokens", "length"],
    ["model_context_window_exceeded", "length"],
    ["tool_use", "tool-calls"],
    ["guardrail_intervened", "content-filter"],
    ["content_filtered", "content-filter"],
    ["something_new", "stop"],
  ])("stop reason %s", (stopReason, expected) => {
    expect(parseResponse(answer([{ text: "x" }], { stopReason })).stopReason).toBe(expected);
  });

  test("blocks of tomorrow do not lose those of today", () => {
    expect(parseResponse(answer([{ hologram: {} }, { text: "x", type: "text" }, 5])).content).toEqual([
      { type: "text", text: "x" },
    ]);
  });
});

describe("usage", () => {
  test.each<[name: string, wire: unknown, usage: object | undefined]>([
    [
      "plain",
      { inputTokens: 5, outputTokens: 2, totalTokens: 7 },
      { input: 5, output: 2, cachedInput: undefined, cacheWrite: undefined },
    ],
    [
      "cache beside input",
      { inputTokens: 5, outputTokens: 2, cacheReadInputTokens: 3, cacheWriteInputTokens: 4 },
      { input: 12, cachedInput: 3, cacheWrite: 4 },
    ],
    ["older names", { inputTokens: 5, cacheReadInputTokenCount: 3 }, { input: 8, output: undefined, cachedInput: 3 }],
    ["unknown input stays unknown", { cacheReadInputTokens: 3 }, { input: undefined }],
    ["none", null, undefined],
  ])("%s", (_, wire, usage) => {
    const read = readUsage(wire);
    if (usage === undefined) expect(read).toBeUndefined();
    else expect(read).toMatchObject(usage);
  });
  test("what is unknown is not written", () => {
    expect(
      writeUsage({ input: undefined, output: 3, cachedInput: undefined, cacheWrite: undefined, reasoning: undefined }),
    ).toEqual({ outputTokens: 3 });
  });
});

describe("an error of AWS", () => {
  test.each<[type: string | undefined, status: number | undefined, message: string, failure: string]>([
    ["ThrottlingException", 429, "slow down", "rate-limit"],
    ["ThrottlingException:http://internal.amazon.com/coral/", 400, "slow down", "rate-limit"],
    ["ServiceQuotaExceededException", 400, "quota", "rate-limit"],
    ["ModelNotReadyException", 429, "loading", "outage"],
    ["ModelTimeoutException", 408, "late", "timeout"],
    ["ModelErrorException", 424, "broken", "outage"],
    ["InternalServerException", 500, "oops", "outage"],
    ["ServiceUnavailableException", 503, "down", "outage"],
    ["AccessDeniedException", 403, "no", "credentials"],
    ["UnrecognizedClientException", 403, "no", "credentials"],
    ["com.amazon.coral.service#ExpiredTokenException", 403, "old", "credentials"],
    ["InvalidSignatureException", 403, "wrong", "credentials"],
    ["ResourceNotFoundException", 404, "where", "not-found"],
    ["ValidationException", 400, "Input is too long for requested model.", "context-length"],
    ["ValidationException", 400, "The maximum context length is 8192 tokens", "context-length"],
    ["ValidationException", 400, "Blocked by your guardrail", "content-filter"],
    ["ValidationException", 400, "The provided model identifier is invalid.", "not-found"],
    ["ValidationException", 400, "Invocation of model ID x with on-demand throughput isn't supported.", "not-found"],
    ["ValidationException", 400, "messages.0 is wrong", "invalid-request"],
    ["validationException", undefined, "messages.0 is wrong", "invalid-request"],
    [undefined, 400, "Input is too long", "context-length"],
    [undefined, 503, "", "outage"],
    [undefined, 413, "", "context-length"],
    ["<script>", 500, "odd", "outage"],
  ])("%s %i %s", (type, status, message, failure) => {
    expect(classifyError(type, { message }, status, undefined).failure).toBe(failure);
  });
  test("the type may stand in the body, and the words under another name", () => {
    expect(classifyError(undefined, { __type: "x#ThrottlingException", Message: "slow" }, 400, 500)).toEqual({
      failure: "rate-limit",
      message: "slow",
      providerCode: "ThrottlingException",
      status: 400,
      retryAfterMs: 500,
    });
  });
  test("any body has words", () => {
    for (const body of [undefined, null, 5, "x", [], {}])
      expect(classifyError(undefined, body, 502, undefined).message).toContain("502");
  });
});
