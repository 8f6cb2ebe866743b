import Anthropic from "@anthropic-ai/sdk";
import { describe, expect, test } from "vitest";
import { AnswerError } from "../failure.ts";
import type { NeutralResponse } from "../neutral.ts";
import { classifyError } from "./classify-error.ts";
import { errorBody } from "./error-body.ts";
import { withoutForeign } from "./foreign-history.ts";
import { parseResponse } from "./parse-response.ts";
import { serialiseResponse } from "./serialise-response.ts";
import { readStopReason, writeStopReason } from "./stop-reason.ts";
import { readUsage, writeUsage } from "./usage.ts";

const message = (fields: object) => JSON.stringify({ type: "message", content: [], usage: {}, ...fields });

describe("whole answers", () => {
  test("blocks of a type that is not known take nothing from the rest", () => {
    const { content } = parseResponse(
      message({
        content: [
          { type: "server_tool_use", id: "s", name: "web_search", input: {} },
          { type: "text", text: "Hi", citations: [{ cited_text: "x" }] },
          { type: "fallback", from: {}, to: {} },
          { type: "tool_use", id: "t", name: "f", input: { a: 1 } },
        ],
      }),
    );
    expect(content).toEqual([
      { type: "text", text: "Hi" },
      { type: "tool-call", id: "t", name: "f", arguments: '{"a":1}' },
    ]);
  });

  test("a refusal says why, where the provider does", () => {
    const stop_details = { type: "refusal", category: "cyber", explanation: "Blocked." };
    expect(parseResponse(message({ stop_reason: "refusal", stop_details }))).toMatchObject({
      stopReason: "content-filter",
      content: [{ type: "refusal", text: "Blocked." }],
    });
    expect(parseResponse(message({ stop_reason: "refusal", stop_details: null })).content).toEqual([]);
  });

  test.each<[text: string, failure: string]>([
    ["<html>", "outage"],
    ["[]", "outage"],
    ['{"type":"message"}', "outage"],
    ['{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}', "outage"],
    ['{"type":"error","error":{"type":"rate_limit_error","message":"Slow"}}', "rate-limit"],
  ])("%s is none", (text, failure) => {
    expect(() => parseResponse(text)).toThrow(AnswerError);
    expect(() => parseResponse(text)).toThrow(
      expect.objectContaining({ failure: expect.objectContaining({ failure }) }),
    );
  });

  test("arguments that are no object are kept within one", () => {
    const response: NeutralResponse = {
      id: undefined,
      model: undefined,
      content: [
        { type: "tool-call", id: "a", name: "f", arguments: "" },
        { type: "tool-call", id: "b", name: "f", arguments: "[1]" },
        { type: "tool-call", id: "c", name: "f", arguments: "{oops", signature: "s" },
      ],
      stopReason: "tool-calls",
      usage: { input: 1, output: undefined, cachedInput: undefined, cacheWrite: undefined, reasoning: undefined },
    };
    const written = JSON.parse(serialiseResponse(response, { id: "i", model: "m", created: 1 }));
    expect(written.content.map(({ input }: { input: unknown }) => input)).toEqual([
      {},
      { arguments: [1] },
      { arguments: "{oops" },
    ]);
    expect(written.content[2].signature).toBe("s");
    expect(written.usage).toEqual({ input_tokens: 1, output_tokens: 0 });
  });
});

test.each([
  ["end_turn", "stop", "end_turn"],
  ["stop_sequence", "stop", "end_turn"],
  ["pause_turn", "stop", "end_turn"],
  ["compaction", "stop", "end_turn"],
  ["brand_new", "stop", "end_turn"],
  ["max_tokens", "length", "max_tokens"],
  ["model_context_window_exceeded", "length", "max_tokens"],
  ["tool_use", "tool-calls", "tool_use"],
  ["refusal", "content-filter", "refusal"],
] as const)("stop reason %s", (word, reason, again) => {
  expect(readStopReason(word)).toBe(reason);
  expect(writeStopReason(reason)).toBe(again);
});

describe("usage", () => {
  test("the neutral input includes what the cache read and wrote, and comes apart again", () => {
    const wire = {
      input_tokens: 20,
      cache_creation_input_tokens: 10,
      cache_read_input_tokens: 90,
      output_tokens: 40,
      output_tokens_details: { thinking_tokens: 12 },
    };
    const usage = { input: 120, output: 40, cachedInput: 90, cacheWrite: 10, reasoning: 12 };
    expect(readUsage(wire)).toEqual(usage);
    expect(writeUsage(usage)).toEqual(wire);
  });

  test("null is not 0, and both lifetimes of the cache count", () => {
    expect(readUsage({ input_tokens: null, output_tokens: 3 })).toMatchObject({ input: undefined, output: 3 });
    const cache_creation = { ephemeral_5m_input_tokens: 5, ephemeral_1h_input_tokens: 7 };
    expect(readUsage({ input_tokens: 1, cache_creation })).toMatchObject({ input: 13, cacheWrite: 12 });
    expect(readUsage(undefined)).toBeUndefined();
  });
});

describe("a provider's errors", () => {
  test.each<[status: number | undefined, type: string, words: string, failure: string]>([
    [400, "invalid_request_error", "messages: Field required", "invalid-request"],
    [400, "invalid_request_error", "prompt is too long: 231072 tokens > 200000 maximum", "context-length"],
    [
      400,
      "invalid_request_error",
      "input length and `max_tokens` exceed context limit: 199000 + 9000",
      "context-length",
    ],
    [400, "invalid_request_error", "Your credit balance is too low to access the Anthropic API.", "outage"],
    [400, "invalid_request_error", "Output blocked by content filtering policy", "content-filter"],
    [400, "invalid_request_error", "This organization has been disabled.", "credentials"],
    [401, "authentication_error", "invalid x-api-key", "credentials"],
    [402, "billing_error", "Payment failed", "outage"],
    [403, "permission_error", "Your API key does not have permission", "credentials"],
    [404, "not_found_error", "model: claude-9", "not-found"],
    [413, "request_too_large", "Request exceeds the maximum size", "context-length"],
    [429, "rate_limit_error", "Number of request tokens has exceeded your rate limit", "rate-limit"],
    [500, "api_error", "Internal server error", "outage"],
    [504, "timeout_error", "Request timed out", "timeout"],
    [529, "overloaded_error", "Overloaded", "outage"],
    [529, "", "", "outage"],
    [undefined, "overloaded_error", "Overloaded", "outage"],
    [undefined, "api_error", "Output blocked by content filtering policy", "content-filter"],
  ])("%s %s %j is %s", (status, type, message, failure) => {
    const read = classifyError({ type: "error", error: { type, message } }, status, undefined);
    expect(read).toMatchObject({ failure, status });
    expect(read.message).not.toBe("");
  });

  test("a limit of money is no limit of rate: waiting does not help", () => {
    const details = { error_code: "enforced_spend_limit_reached" };
    const error = { type: "rate_limit_error", message: "You have reached your limit.", details };
    expect(classifyError({ error }, 429, 1000)).toMatchObject({
      failure: "outage",
      providerCode: "enforced_spend_limit_reached",
      retryAfterMs: 1000,
    });
  });

  test("words that quote a key are shown without it", () => {
    const error = { type: "authentication_error", message: "invalid key sk-ant-api03-abcdefgh" };
    expect(classifyError({ error }, 401, undefined).message).not.toContain("abcdefgh");
  });
});

test.each([400, 401, 403, 404, 413, 429, 500, 502, 503, 504])(
  "an error of status %i has the code where Anthropic's clients look for it",
  (status) => {
    const { body, headers } = errorBody({
      code: "budget.exhausted",
      message: "No.",
      status,
      decision: "d",
      path: "/x",
    });
    const error = Anthropic.APIError.generate(status, JSON.parse(body), undefined, new Headers(headers));
    expect(error).toMatchObject({
      status,
      apiMessage: "No.",
      errorCode: "budget.exhausted",
      requestID: "d",
      details: { path: "/x" },
    });
    expect(error.type).toMatch(/^[a-z_]+$/);
  },
);

describe("histories that another provider took part in", () => {
  const user = { role: "user", content: "Hi" };
  const thought = { type: "thinking", thinking: "t", signature: "" };
  const text = { type: "text", text: "a" };
  const call = { type: "tool_use", id: "t", name: "f", input: {} };

  test("what Anthropic made alone stays as it is", () => {
    const messages = [user, { role: "assistant", content: [{ ...thought, signature: "s" }, call] }, user];
    expect(withoutForeign({ messages })).toBeUndefined();
    expect(withoutForeign({ messages: "odd" })).toBeUndefined();
  });

  test("thoughts that nobody signed and signatures of calls go, and are listed", () => {
    const messages = [
      user,
      { role: "assistant", content: [thought, text, { ...call, signature: "s" }] },
      { role: "assistant", content: [thought] },
    ];
    expect(withoutForeign({ messages })).toMatchObject({
      messages: [user, { role: "assistant", content: [text, call] }],
      losses: [{ path: "/messages/1" }, { path: "/messages/2" }],
    });
  });
});
