/** A request that is too long for a model: how each provider, and hosts that imitate OpenAI, say so. */
import { expect, test } from "vitest";
import type { AdapterName } from "../documents/vocabulary.ts";
import { adapterFor } from "./index.ts";

const tooLong: [AdapterName, string, unknown][] = [
  [
    "openai",
    "Chat Completions",
    {
      error: {
        message:
          "This model's maximum context length is 128000 tokens. However, your messages resulted in 130000 tokens.",
        type: "invalid_request_error",
        param: "messages",
        code: "context_length_exceeded",
      },
    },
  ],
  [
    "azure-openai",
    "Azure",
    {
      error: { message: "Input tokens exceed the configured limit of 272000 tokens.", code: "context_length_exceeded" },
    },
  ],
  [
    "anthropic",
    "Messages",
    {
      type: "error",
      error: { type: "invalid_request_error", message: "prompt is too long: 208310 tokens > 200000 maximum" },
    },
  ],
  [
    "anthropic",
    "Messages with the output",
    {
      type: "error",
      error: {
        type: "invalid_request_error",
        message: "input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000, decrease input length",
      },
    },
  ],
  ["bedrock", "Claude", { message: "Input is too long for requested model." }],
  [
    "bedrock",
    "Nova",
    {
      message:
        "Input Tokens Exceeded: Number of input tokens exceeds maximum length. Please update the input to try again.",
    },
  ],
  [
    "gemini",
    "generateContent",
    {
      error: {
        code: 400,
        message: "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
        status: "INVALID_ARGUMENT",
      },
    },
  ],
  [
    "openai-compatible",
    "vLLM",
    {
      object: "error",
      message: "The decoder prompt (length 40000) is longer than the maximum model length of 32768.",
      type: "BadRequestError",
      code: 400,
    },
  ],
  [
    "openai-compatible",
    "llama.cpp",
    {
      error: {
        code: 400,
        message: "the request exceeds the available context size, try increasing it",
        type: "exceed_context_size_error",
      },
    },
  ],
  [
    "openai-compatible",
    "Mistral",
    {
      object: "error",
      message: "Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length",
      type: "invalid_request_prompt",
      code: "3051",
    },
  ],
  [
    "openai-compatible",
    "xAI",
    {
      code: "Client specified an invalid argument",
      error: "This model's maximum prompt length is 131072 but the request contains 537812 tokens.",
    },
  ],
  [
    "openai-compatible",
    "Kimi",
    {
      error: {
        message: "Invalid request: Your request exceeded model token limit: 131072 (requested: 140000)",
        type: "invalid_request_error",
      },
    },
  ],
  [
    "openai-compatible",
    "Qwen",
    {
      error: {
        message: "InternalError.Algo.InvalidParameter: Range of input length should be [1, 129024]",
        code: "invalid_parameter_error",
      },
    },
  ],
];

test.each(tooLong)("%s: %s", (adapter, _who, body) => {
  expect(adapterFor(adapter).readFailure(400, {}, JSON.stringify(body), 0).failure).toBe("context-length");
});

test.each<[AdapterName, number, unknown]>([
  [
    "openai",
    429,
    { error: { message: "Request too large on tokens per min (TPM): Limit 30000", code: "rate_limit_exceeded" } },
  ],
  ["bedrock", 400, { message: "The maximum tokens you requested exceeds the model limit of 4096. Try a lower value." }],
  [
    "anthropic",
    400,
    { error: { type: "invalid_request_error", message: "max_tokens: 100000 > 64000, which is the maximum" } },
  ],
])("%s: what is about something else is not", (adapter, status, body) => {
  expect(adapterFor(adapter).readFailure(status, {}, JSON.stringify(body), 0).failure).not.toBe("context-length");
});
