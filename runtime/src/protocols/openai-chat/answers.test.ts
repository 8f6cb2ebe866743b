import { describe, expect, test } from "vitest";
import { AnswerError } from "../failure.ts";
import { classifyError } from "./classify-error.ts";
import { errorBody } from "./error-body.ts";
import { parseResponse } from "./parse-response.ts";
import { serialiseResponse } from "./serialise-response.ts";
import { readUsage, writeUsage } from "./usage.ts";

function failureOf(text: string) {
  try {
    parseResponse(text);
  } catch (error) {
    if (error instanceof AnswerError) return error.failure;
    throw error;
  }
  throw new Error("nothing was thrown");
}

const answer = (message: object, rest: object = {}) =>
  JSON.stringify({ id: "c", model: "m", choices: [{ index: 0, message, finish_reason: "stop", ...rest }] });

describe("an answer", () => {
  test.each([
    ["", "answer.malformed", "outage"],
    ["<html>Bad gateway</html>", "answer.malformed", "outage"],
    ["[]", "answer.malformed", "outage"],
    ["{}", "answer.malformed", "outage"],
    ['{"choices":[]}', "answer.malformed", "outage"],
    ['{"choices":[{"message":null}]}', "answer.malformed", "outage"],
    [answer({ tool_calls: [{ id: "a" }] }), "answer.malformed", "outage"],
    ['{"error":{"message":"busy","code":"rate_limit_exceeded"}}', "rate_limit_exceeded", "rate-limit"],
  ])("%s is none", (text, providerCode, failure) => {
    expect(failureOf(text)).toMatchObject({ providerCode, failure });
  });

  test("a forced call that ends with stop ended with a call", () => {
    const text = answer({
      content: null,
      tool_calls: [{ id: "a", type: "function", function: { name: "f", arguments: "" } }],
    });
    expect(parseResponse(text)).toMatchObject({
      stopReason: "tool-calls",
      content: [{ type: "tool-call", id: "a", name: "f", arguments: "" }],
    });
  });

  test("without usage it is unknown, and is not written as 0", () => {
    const response = parseResponse(answer({ content: "x" }));
    expect(response.usage.input).toBeUndefined();
    expect(serialiseResponse(response, { id: "i", model: "m", created: 1 })).not.toContain("usage");
  });

  test("a refusal stays a refusal", () => {
    const response = parseResponse(answer({ content: null, refusal: "No." }));
    const written = JSON.parse(serialiseResponse(response, { id: "i", model: "m", created: 1 }));
    expect(written.choices[0].message).toMatchObject({ content: null, refusal: "No." });
  });

  test("content in parts, as some hosts send it", () => {
    const text = answer({ content: [{ type: "text", text: "a" }, { type: "thinking" }, { type: "text", text: "b" }] });
    expect(parseResponse(text).content).toEqual([
      { type: "text", text: "a" },
      { type: "text", text: "b" },
    ]);
  });
});

describe("usage", () => {
  test.each<[name: string, wire: unknown, usage: object | undefined]>([
    [
      "OpenAI's",
      {
        prompt_tokens: 10,
        completion_tokens: 5,
        total_tokens: 15,
        prompt_tokens_details: { cached_tokens: 8 },
        completion_tokens_details: { reasoning_tokens: 3 },
      },
      { input: 10, output: 5, cachedInput: 8, reasoning: 3 },
    ],
    [
      "reasoning counted beside",
      { prompt_tokens: 10, completion_tokens: 5, total_tokens: 18, completion_tokens_details: { reasoning_tokens: 3 } },
      { input: 10, output: 8, reasoning: 3 },
    ],
    [
      "DeepSeek's cache",
      { prompt_tokens: 10, completion_tokens: 5, prompt_cache_hit_tokens: 6 },
      { input: 10, cachedInput: 6 },
    ],
    ["no details", { prompt_tokens: 10, completion_tokens: 5 }, { cachedInput: undefined, reasoning: undefined }],
    [
      "null details",
      { prompt_tokens: 10, completion_tokens: 5, prompt_tokens_details: null },
      { input: 10, cachedInput: undefined },
    ],
    ["none", null, undefined],
  ])("%s", (_, wire, usage) => {
    const read = readUsage(wire);
    if (usage === undefined) expect(read).toBeUndefined();
    else expect(read).toMatchObject(usage);
  });
  test("is not written where a part is unknown", () => {
    expect(
      writeUsage({ input: 1, output: undefined, cachedInput: 0, cacheWrite: undefined, reasoning: undefined }),
    ).toBeUndefined();
  });
});

describe("an error of a provider", () => {
  const error = (fields: object) => ({ error: { message: "m", ...fields } });
  test.each<[name: string, status: number, body: unknown, failure: string]>([
    ["a wrong key", 401, error({ code: "invalid_api_key" }), "credentials"],
    ["no permission", 403, error({}), "credentials"],
    ["an unknown model", 404, error({ code: "model_not_found" }), "not-found"],
    ["an unknown model told with 400", 400, error({ code: "model_not_found" }), "not-found"],
    ["Azure's missing deployment", 404, error({ code: "DeploymentNotFound" }), "not-found"],
    ["a timeout", 408, error({}), "timeout"],
    ["a gateway's timeout", 504, "", "timeout"],
    ["a rate limit", 429, error({ code: "rate_limit_exceeded" }), "rate-limit"],
    ["Azure's rate limit", 429, error({ code: "429" }), "rate-limit"],
    [
      "no money left is no rate limit",
      429,
      error({ type: "insufficient_quota", code: "insufficient_quota" }),
      "outage",
    ],
    ["payment required", 402, error({ message: "Insufficient Balance" }), "outage"],
    ["too long, by code", 400, error({ code: "context_length_exceeded" }), "context-length"],
    [
      "too long, in vLLM's words",
      400,
      { object: "error", message: "This model's maximum context length is 4096 tokens.", code: 400 },
      "context-length",
    ],
    ["too large", 413, "", "context-length"],
    [
      "filtered by Azure",
      400,
      error({ code: "content_filter", innererror: { code: "ResponsibleAIPolicyViolation" } }),
      "content-filter",
    ],
    [
      "filtered, by the inner code",
      400,
      error({ code: "BadRequest", innererror: { code: "ResponsibleAIPolicyViolation" } }),
      "content-filter",
    ],
    [
      "an invalid request",
      400,
      error({ type: "invalid_request_error", code: "unsupported_parameter" }),
      "invalid-request",
    ],
    ["an unprocessable request", 422, { detail: "nope" }, "invalid-request"],
    ["a server error", 500, error({}), "outage"],
    ["a server error that mentions a context window", 500, error({ message: "context window service down" }), "outage"],
    ["overloaded", 529, error({}), "outage"],
    ["unavailable", 503, null, "outage"],
    ["a redirect", 302, "", "outage"],
  ])("%s", (_, status, body, failure) => {
    expect(classifyError(body, status, undefined)).toMatchObject({ failure, status });
  });

  test("never shows a key", () => {
    const { message } = classifyError(
      error({ message: "Incorrect API key provided: sk-proj-123456789abc." }),
      401,
      undefined,
    );
    expect(message).toBe("Incorrect API key provided: [secret].");
  });

  test("always has words", () => {
    expect(classifyError(undefined, 503, undefined).message).toContain("503");
    expect(classifyError(undefined, undefined, undefined).message).not.toBe("");
  });
});

describe("an error for the caller", () => {
  test.each([
    [400, "invalid_request_error"],
    [401, "authentication_error"],
    [403, "permission_error"],
    [404, "not_found_error"],
    [429, "rate_limit_error"],
    [500, "api_error"],
    [503, "api_error"],
  ])("%i is a %s", (status, type) => {
    const { body, headers } = errorBody({ code: "budget.exceeded", message: "Spent.", status, decision: "dec_1" });
    expect(JSON.parse(body)).toEqual({
      error: { message: "Spent.", type, param: null, code: "budget.exceeded", decision: "dec_1" },
    });
    expect(headers).toEqual({ "fairlead-error-code": "budget.exceeded" });
  });
  test("names the member at fault", () => {
    const { body } = errorBody({ code: "request.malformed", message: "No.", status: 400, path: "/messages/0" });
    expect(JSON.parse(body).error).toEqual({
      message: "No.",
      type: "invalid_request_error",
      param: "/messages/0",
      code: "request.malformed",
    });
  });
});
