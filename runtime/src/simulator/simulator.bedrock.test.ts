import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SIMULATED_ACCESS_KEY_ID, SIMULATED_SECRET_ACCESS_KEY, type Simulator, startSimulator } from "./index.ts";
import { collect } from "./test-helpers.ts";

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ profiles: { "*": { ttftMs: 0, tokensPerSecond: 0 } } });
});
afterAll(() => simulator.close());

const credentials = { accessKeyId: SIMULATED_ACCESS_KEY_ID, secretAccessKey: SIMULATED_SECRET_ACCESS_KEY };
const client = (options: Record<string, unknown> = {}) =>
  new BedrockRuntimeClient({
    region: "us-east-1",
    endpoint: `${simulator.url}/bedrock-us-east-1`,
    credentials,
    maxAttempts: 1,
    ...options,
  });
const modelId = "anthropic.claude-sonnet-5-v1:0";
const ask = (text: string) => [{ role: "user" as const, content: [{ text }] }];
const tools = [
  {
    toolSpec: {
      name: "get_weather",
      description: "Weather of a city",
      inputSchema: { json: { type: "object", properties: { city: { type: "string" } }, required: ["city"] } },
    },
  },
];

describe("the AWS SDK", () => {
  test("Converse with a verified signature", async () => {
    const answer = await client().send(new ConverseCommand({ modelId, messages: ask("What is 17 * 23?") }));
    expect(answer.output?.message?.content?.[0]?.text).toContain("391");
    expect(answer.stopReason).toBe("end_turn");
    const usage = answer.usage;
    expect(usage?.totalTokens).toBe((usage?.inputTokens ?? 0) + (usage?.outputTokens ?? 0));
    expect(simulator.counts().find((row) => row.provider === "bedrock-us-east-1")?.model).toBe(modelId);
  });

  test("ConverseStream: frames in order, usage at the end", async () => {
    const answer = await client().send(
      new ConverseStreamCommand({
        modelId,
        messages: ask("Summarise: The parcel is late."),
        system: [{ text: "Be brief." }],
      }),
    );
    const events = await collect(answer.stream ?? []);
    const text = events.map((event) => event.contentBlockDelta?.delta?.text ?? "").join("");
    expect(text).toBe("The parcel is late.");
    expect(events[0]).toHaveProperty("messageStart.role", "assistant");
    expect(events.slice(-3).map((event) => Object.keys(event)[0])).toEqual([
      "contentBlockStop",
      "messageStop",
      "metadata",
    ]);
    const pieces = events.filter((event) => event.contentBlockDelta).length;
    expect(events.at(-1)?.metadata?.usage?.outputTokens).toBe(pieces);
  });

  test("tool use, plain and streamed", async () => {
    const request = { modelId, messages: ask("What is the weather in Oslo?"), toolConfig: { tools } };
    const plain = await client().send(new ConverseCommand(request));
    expect(plain.stopReason).toBe("tool_use");
    expect(plain.output?.message?.content?.[0]?.toolUse).toMatchObject({
      name: "get_weather",
      input: { city: "Oslo" },
    });
    const streamed = await client().send(new ConverseStreamCommand(request));
    const events = await collect(streamed.stream ?? []);
    expect(events.find((event) => event.contentBlockStart)?.contentBlockStart?.start?.toolUse?.name).toBe(
      "get_weather",
    );
    const input = events.map((event) => event.contentBlockDelta?.delta?.toolUse?.input ?? "").join("");
    expect(JSON.parse(input)).toEqual({ city: "Oslo" });
  });

  test("structured output through outputConfig", async () => {
    const schema = JSON.stringify({ type: "object", properties: { label: { enum: ["billing", "shipping"] } } });
    const answer = await client().send(
      new ConverseCommand({
        modelId,
        messages: ask("Triage: my parcel never arrived."),
        outputConfig: { textFormat: { type: "json_schema", structure: { jsonSchema: { schema, name: "triage" } } } },
      }),
    );
    expect(JSON.parse(answer.output?.message?.content?.[0]?.text ?? "")).toEqual({ label: "shipping" });
  });

  test("the output limit and stop sequences", async () => {
    const limited = await client().send(
      new ConverseCommand({ modelId, messages: ask("Tell me about tides."), inferenceConfig: { maxTokens: 4 } }),
    );
    expect([limited.stopReason, limited.usage?.outputTokens]).toEqual(["max_tokens", 4]);
    const stopped = await client().send(
      new ConverseCommand({
        modelId,
        messages: ask("Tell me about tides."),
        inferenceConfig: { stopSequences: ["way"] },
      }),
    );
    expect(stopped.stopReason).toBe("stop_sequence");
    expect(stopped.output?.message?.content?.[0]?.text).toBe("Here is a ");
  });

  test("tokens from a cache stand beside the input", async () => {
    simulator.setProfile("cached", { inputTokens: 100, cachedInputTokens: 60, outputTokens: 10 });
    const endpoint = `${simulator.url}/cached`;
    const answer = await client({ endpoint }).send(new ConverseCommand({ modelId, messages: ask("Hi") }));
    expect(answer.usage).toMatchObject({
      inputTokens: 40,
      cacheReadInputTokens: 60,
      outputTokens: 10,
      totalTokens: 110,
    });
  });

  test("an inference profile's ARN is a model id", async () => {
    const arn = "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-5-v1:0";
    await client().send(new ConverseCommand({ modelId: arn, messages: ask("Hi") }));
    expect(simulator.counts().map((row) => row.model)).toContain(arn);
  });
});

describe("authentication", () => {
  const command = () => new ConverseCommand({ modelId, messages: ask("Hi") });

  test("a Bedrock API key as bearer", async () => {
    const keyed = client({
      credentials: undefined,
      token: { token: "any-key" },
      authSchemePreference: ["httpBearerAuth"],
    });
    await expect(keyed.send(command())).resolves.toHaveProperty("stopReason");
    simulator.setProfile("bedrock-us-east-1", { acceptAnyKey: false });
    await expect(keyed.send(command())).rejects.toMatchObject({ name: "AccessDeniedException" });
    simulator.setProfile("bedrock-us-east-1", { acceptAnyKey: true });
  });

  test("a wrong secret", async () => {
    const wrong = client({ credentials: { ...credentials, secretAccessKey: "wrong" } });
    await expect(wrong.send(command())).rejects.toMatchObject({
      name: "InvalidSignatureException",
      $metadata: { httpStatusCode: 403 },
    });
  });

  test("an unknown identity", async () => {
    const unknown = client({ credentials: { ...credentials, accessKeyId: "AKIAUNKNOWN" } });
    await expect(unknown.send(command())).rejects.toMatchObject({ name: "UnrecognizedClientException" });
  });

  test("a session token is part of the signature", async () => {
    const session = client({ credentials: { ...credentials, sessionToken: "session" } });
    await expect(session.send(command())).resolves.toHaveProperty("stopReason");
  });

  test("a signature of another time, and a body changed on the way", async () => {
    const late = await startSimulator({ now: () => Date.now() + 10 * 60_000 });
    const request = client({ endpoint: `${late.url}/bedrock` }).send(command());
    await expect(request).rejects.toThrow(/Signature expired/);
    await late.close();

    const tampering = client();
    tampering.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { body: string };
        request.body = request.body.replace("Hi", "Ho");
        return next(args);
      },
      { step: "finalizeRequest", priority: "low", name: "tamper" },
    );
    await expect(tampering.send(command())).rejects.toMatchObject({ name: "InvalidSignatureException" });
  });

  test("nothing at all", async () => {
    const answer = await fetch(`${simulator.url}/bedrock/model/m/converse`, { method: "POST", body: "{}" });
    expect([answer.status, answer.headers.get("x-amzn-errortype")]).toEqual([
      403,
      "MissingAuthenticationTokenException",
    ]);
  });
});

describe("what Bedrock refuses", () => {
  const toolResult = { toolResult: { toolUseId: "t", content: [{ text: "4" }] } };
  test.each([
    ["an assistant first", { messages: [{ role: "assistant", content: [{ text: "a" }] }] }, /must start with a user/],
    ["two of a role", { messages: [...ask("a"), ...ask("b")] }, /must alternate/],
    ["blank text", { messages: ask(" ") }, /messages\.0\.content\.0 is blank/],
    ["no content", { messages: [{ role: "user", content: [] }] }, /messages\.0 is empty/],
    ["a system role", { messages: [{ role: "system", content: [{ text: "a" }] }] }, /enum value set/],
    [
      "tool blocks without toolConfig",
      { messages: [{ role: "user", content: [toolResult] }] },
      /toolConfig field must be/,
    ],
    ["an output limit of 0", { messages: ask("a"), inferenceConfig: { maxTokens: 0 } }, /greater than or equal to 1/],
    ["no tools in toolConfig", { messages: ask("a"), toolConfig: { tools: [] } }, /toolConfig\.tools/],
  ])("%s", async (_name, body, words) => {
    const answer = await fetch(`${simulator.url}/bedrock/model/m/converse`, {
      method: "POST",
      headers: { authorization: "Bearer k" },
      body: JSON.stringify(body),
    });
    expect([answer.status, answer.headers.get("x-amzn-errortype")]).toEqual([400, "ValidationException"]);
    expect(await answer.json()).toEqual({ message: expect.stringMatching(words) });
  });
});
