import { describe, expect, test } from "vitest";
import { AnswerError } from "../failure.ts";
import { classifyError } from "./classify-error.ts";
import { errorBody } from "./error-body.ts";
import { parseResponse } from "./parse-response.ts";
import { serialiseResponse } from "./serialise-response.ts";
import { readFinishReason, writeFinishReason } from "./stop-reason.ts";
import { readUsage, writeUsage } from "./usage.ts";

const answer = (candidate: object, more: object = {}) => JSON.stringify({ candidates: [candidate], ...more });

describe("usage", () => {
  test.each<[string, object, object]>([
    [
      "thoughts are output",
      { promptTokenCount: 9, candidatesTokenCount: 28, thoughtsTokenCount: 244, totalTokenCount: 281 },
      { input: 9, output: 272, reasoning: 244 },
    ],
    [
      "what tools add is input",
      { promptTokenCount: 9, toolUsePromptTokenCount: 3, candidatesTokenCount: 1 },
      { input: 12, output: 1 },
    ],
    [
      "the cache is part of the prompt",
      { promptTokenCount: 90, cachedContentTokenCount: 80, candidatesTokenCount: 1 },
      { input: 90, cachedInput: 80 },
    ],
    [
      "all spent on thinking",
      { promptTokenCount: 9, thoughtsTokenCount: 50, totalTokenCount: 59 },
      { input: 9, output: 50 },
    ],
    ["nothing put out", { promptTokenCount: 9, totalTokenCount: 9 }, { input: 9, output: 0 }],
    ["not known yet", { promptTokenCount: 9 }, { input: 9, output: undefined }],
    [
      "no number",
      { promptTokenCount: "9", candidatesTokenCount: -1, thoughtsTokenCount: 2 },
      { input: undefined, output: 2 },
    ],
    ["in snake case", { prompt_token_count: 9, candidates_token_count: 2 }, { input: 9, output: 2 }],
  ])("%s", (_, metadata, expected) => {
    expect(readUsage(metadata)).toMatchObject(expected);
  });

  test.each([undefined, null, {}, { trafficType: "ON_DEMAND" }])("%j holds no count", (metadata) => {
    expect(readUsage(metadata)).toBeUndefined();
  });

  test("what is written is read again", () => {
    const usage = { input: 10, output: 7, cachedInput: 4, cacheWrite: undefined, reasoning: 3 };
    expect(readUsage(writeUsage(usage))).toEqual(usage);
  });
});

describe("reading", () => {
  test("the finish reason, also of answers that call tools or have nothing to say", () => {
    const parts = [{ functionCall: { name: "f" } }];
    expect(parseResponse(answer({ content: { parts }, finishReason: "STOP" })).stopReason).toBe("tool-calls");
    expect(parseResponse(answer({ content: { parts }, finishReason: "MAX_TOKENS" })).stopReason).toBe("length");
    expect(parseResponse(answer({ finishReason: "SAFETY" }))).toMatchObject({
      stopReason: "content-filter",
      content: [],
    });
    expect(parseResponse(answer({ content: {}, finishReason: "OTHER" })).stopReason).toBe("stop");
  });

  test("a prompt that is blocked is an answer with its cost", () => {
    const blocked = {
      promptFeedback: { blockReason: "SAFETY" },
      usageMetadata: { promptTokenCount: 4, totalTokenCount: 4 },
    };
    expect(parseResponse(JSON.stringify(blocked))).toMatchObject({
      stopReason: "content-filter",
      usage: { input: 4, output: 0 },
    });
  });

  test.each<[string, string, object]>([
    ["a page", "<html>", { providerCode: "answer.malformed" }],
    ["nothing", "{}", { providerCode: "answer.malformed" }],
    [
      "a call that the model got wrong",
      answer({ finishReason: "MALFORMED_FUNCTION_CALL" }),
      { providerCode: "answer.malformed" },
    ],
    [
      "an error",
      JSON.stringify({ error: { code: 503, message: "busy", status: "UNAVAILABLE" } }),
      { failure: "outage" },
    ],
  ])("%s is no answer", (_, text, failure) => {
    expect(() => parseResponse(text)).toThrow(AnswerError);
    expect(() => parseResponse(text)).toThrow(expect.objectContaining({ failure: expect.objectContaining(failure) }));
  });

  test.each(["length", "content-filter", "stop"] as const)("%s there and back", (reason) => {
    expect(readFinishReason(writeFinishReason(reason))).toBe(reason);
  });
});

test("arguments that are no object are the call that Gemini calls malformed", () => {
  const usage = {
    input: undefined,
    output: undefined,
    cachedInput: undefined,
    cacheWrite: undefined,
    reasoning: undefined,
  };
  const content = [{ type: "tool-call" as const, id: "c", name: "f", arguments: "oops" }];
  const response = { id: undefined, model: undefined, content, stopReason: "tool-calls" as const, usage };
  expect(JSON.parse(serialiseResponse(response, { id: "i", model: "m", created: 1 }))).toEqual({
    candidates: [{ content: { parts: [], role: "model" }, finishReason: "MALFORMED_FUNCTION_CALL", index: 0 }],
    modelVersion: "m",
    responseId: "i",
  });
});

describe("errors of Google's", () => {
  const error = (code: number, status: string, message = "words", reason?: string) => ({
    error: { code, message, status, ...(reason ? { details: [{ reason }] } : {}) },
  });
  test.each<[unknown, number | undefined, string]>([
    [
      error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", "API_KEY_INVALID"),
      400,
      "credentials",
    ],
    [error(400, "INVALID_ARGUMENT", "API key expired."), 400, "credentials"],
    [
      error(400, "INVALID_ARGUMENT", "The input token count (9) exceeds the maximum number of tokens allowed (5)."),
      400,
      "context-length",
    ],
    [error(400, "INVALID_ARGUMENT", "Unknown name"), 400, "invalid-request"],
    [error(400, "FAILED_PRECONDITION", "User location is not supported for the API use."), 400, "credentials"],
    [error(401, "UNAUTHENTICATED"), 401, "credentials"],
    [error(403, "PERMISSION_DENIED", "w", "SERVICE_DISABLED"), 403, "credentials"],
    [error(403, "PERMISSION_DENIED", "w", "BILLING_DISABLED"), 403, "outage"],
    [error(404, "NOT_FOUND"), 404, "not-found"],
    [error(429, "RESOURCE_EXHAUSTED"), 429, "rate-limit"],
    [error(499, "CANCELLED"), 499, "outage"],
    [error(500, "INTERNAL"), 500, "outage"],
    [error(503, "UNAVAILABLE"), 503, "outage"],
    [error(504, "DEADLINE_EXCEEDED"), 504, "timeout"],
    [[error(503, "UNAVAILABLE")], undefined, "outage"],
    ["<html>", 502, "outage"],
    [undefined, 400, "invalid-request"],
  ])("%j with %s", (body, status, failure) => {
    expect(classifyError(body, status, undefined)).toMatchObject({
      failure,
      status,
      message: expect.stringMatching(/./),
    });
  });

  test("secrets in their words are masked", () => {
    const { message } = classifyError(
      error(400, "INVALID_ARGUMENT", "key AIzaSyA1234567890abcdefghijklmnopqrstuvw"),
      400,
      undefined,
    );
    expect(message).not.toContain("1234567890");
  });
});

test("an error of the gateway's says in Google's words what it was and when to come back", () => {
  const { body, headers } = errorBody({
    code: "limit.requests",
    message: "Slow down.",
    status: 429,
    path: "/contents",
    retryAfterSeconds: 3,
  });
  expect(headers["fairlead-error-code"]).toBe("limit.requests");
  expect(JSON.parse(body).error).toMatchObject({
    code: 429,
    status: "RESOURCE_EXHAUSTED",
    details: [{ reason: "limit.requests" }, { fieldViolations: [{ field: "/contents" }] }, { retryDelay: "3s" }],
  });
});
