import { describe, expect, test } from "vitest";
import { MalformedRequestError, UntranslatableError } from "../../protocols/neutral.ts";
import { ProviderConfigurationError } from "../adapter.ts";
import { adapterServing } from "../index.ts";
import { CHAT_BODY, prepareInput } from "../shared/test-input.ts";
import { anthropicAdapter, anthropicTokenCount } from "./adapter.ts";

type Fields = NonNullable<Parameters<typeof prepareInput>[1]>;

const MESSAGES = { model: "auto", max_tokens: 100, messages: [{ role: "user", content: "Hello" }] };
const OWN = { protocol: "anthropic-messages" as const, body: MESSAGES };

async function prepared(fields: Fields = OWN, adapter = anthropicAdapter) {
  const request = await adapter.prepare(prepareInput("anthropic", { body: CHAT_BODY, ...fields }));
  return { ...request, json: JSON.parse(request.body) as Record<string, unknown> };
}

test.each<[fields: Fields, url: string]>([
  [{}, "https://api.anthropic.com/v1/messages"],
  [{ deployment: { endpoint: "https://proxy.example/anthropic/" } }, "https://proxy.example/anthropic/v1/messages"],
  [{ deployment: { endpoint: "https://proxy.example/v1" } }, "https://proxy.example/v1/messages"],
  [{ endpointOverride: "http://127.0.0.1:4100/an" }, "http://127.0.0.1:4100/an/v1/messages"],
])("the address %#", async (fields, url) => {
  const { origin, path } = await prepared({ ...OWN, ...fields });
  expect(origin + path).toBe(url);
});

describe("headers", () => {
  test("the provider's key, and a version", async () => {
    const { headers } = await prepared();
    expect(headers).toMatchObject({ "x-api-key": "secret-key", "anthropic-version": "2023-06-01" });
    expect(headers).not.toHaveProperty("authorization");
  });

  const path = { headers: { "anthropic-version": "2027-01-01", "anthropic-beta": "context-1m-2025-08-07" } };
  test("the caller's version and betas go with its own bytes, and with no translation", async () => {
    expect((await prepared({ ...OWN, path })).headers).toMatchObject(path.headers);
    const translated = await prepared({ protocol: "openai-chat", path });
    expect(translated.headers["anthropic-version"]).toBe("2023-06-01");
    expect(translated.headers).not.toHaveProperty("anthropic-beta");
  });

  test("AWS credentials are a mistake of the configuration", async () => {
    const credentials = { kind: "aws" as const, accessKeyId: "a", secretAccessKey: "s" };
    await expect(prepared({ ...OWN, credentials })).rejects.toBeInstanceOf(ProviderConfigurationError);
  });
});

describe("the caller's own bytes", () => {
  test("pass through but for the model and the limit, unknown members and big numbers included", async () => {
    const text = `{ "model":"auto","max_tokens":900, "brand_new": 12345678901234567890.10,\n "messages":[{"role":"user","content":"h\\u00e9"}] }`;
    const { body, losses } = await prepared({ protocol: "anthropic-messages", text });
    expect(body).toBe(text.replace('"auto"', '"upstream-name"').replace("900", "500"));
    expect(losses).toEqual([]);
  });

  test("a limit is always sent, and never raised", async () => {
    const { max_tokens: _, ...unlimited } = MESSAGES;
    expect((await prepared({ ...OWN, body: unlimited })).json.max_tokens).toBe(500);
    expect((await prepared()).json.max_tokens).toBe(100);
    expect((await prepared({ ...OWN, body: { ...MESSAGES, max_tokens: 0 } })).json.max_tokens).toBe(0);
  });

  test("a thinking budget follows a limit that the policy lowers", async () => {
    const thinking = { type: "enabled", budget_tokens: 8000 };
    const body = { ...MESSAGES, max_tokens: 16_000, thinking };
    const budget = async (maxOutputTokens: number) => (await prepared({ ...OWN, body, maxOutputTokens })).json.thinking;
    expect(await budget(9000)).toEqual(thinking);
    expect(await budget(4000)).toEqual({ type: "enabled", budget_tokens: 3999 });
  });

  test("a thought that another provider's model left unsigned is not sent, which is listed", async () => {
    const history = [
      { role: "user", content: "a" },
      {
        role: "assistant",
        content: [
          { type: "thinking", thinking: "t", signature: "" },
          { type: "text", text: "b" },
        ],
      },
      { role: "user", content: "c" },
    ];
    const { json, losses } = await prepared({ ...OWN, body: { ...MESSAGES, messages: history } });
    expect(JSON.stringify(json)).not.toContain("thinking");
    expect(losses.map((loss) => loss.path)).toEqual(["/messages/1"]);
  });
});

test("a request of another protocol is translated, with its own limit where that is lower", async () => {
  const { json } = await prepared({ body: { ...CHAT_BODY, max_completion_tokens: 50 } });
  expect(json).toEqual({
    model: "upstream-name",
    max_tokens: 50,
    messages: [{ role: "user", content: [{ type: "text", text: "Hello" }] }],
  });
});

describe("counting tokens", () => {
  const count = { protocol: "anthropic-count-tokens" as const, body: { ...MESSAGES, stream: true } };

  test("is asked without a limit", async () => {
    const { path, json } = await prepared(count, anthropicTokenCount);
    expect(path).toBe("/v1/messages/count_tokens");
    expect(json).toEqual({ model: "upstream-name", messages: MESSAGES.messages });
  });

  test("is nobody else's", async () => {
    const deployment = { adapter: "bedrock" as const, responses: false };
    const other = adapterServing(deployment, "anthropic-count-tokens");
    const input = prepareInput("bedrock", { ...count, deployment: { region: "eu-central-1" } });
    await expect(other.prepare(input)).rejects.toBeInstanceOf(UntranslatableError);
  });

  test("an answer without a count is none", () => {
    expect(anthropicTokenCount.readResponse('{"input_tokens":7}').usage).toMatchObject({ input: 0, output: 0 });
    expect(() => anthropicTokenCount.readResponse("{}")).toThrow(/no count/);
  });
});

test("a request that is none is malformed whoever is asked", async () => {
  const wrong = prepared({ body: { ...CHAT_BODY, messages: [{ role: "oracle" }] } });
  await expect(wrong).rejects.toBeInstanceOf(MalformedRequestError);
});

test("failures: a date to come back, a page of a proxy", () => {
  const error = JSON.stringify({ type: "error", error: { type: "rate_limit_error", message: "Slow down" } });
  expect(anthropicAdapter.readFailure(429, { "retry-after": "7" }, error)).toMatchObject({
    failure: "rate-limit",
    retryAfterMs: 7000,
  });
  expect(anthropicAdapter.readFailure(502, {}, "<html><title>Bad Gateway</title></html>")).toMatchObject({
    failure: "outage",
    message: "Bad Gateway",
  });
});
