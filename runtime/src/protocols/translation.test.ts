/**
 * What becomes of one representative request and answer for each protocol of a caller and each of a provider. The
 * expected texts are files, so that a change in a translation shows as a change in a file.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseResponse as parseMessage } from "./anthropic-messages/parse-response.ts";
import { serialiseRequest as toMessages } from "./anthropic-messages/serialise-request.ts";
import { parseResponse as parseConverse } from "./bedrock-converse/parse-response.ts";
import { serialiseRequest as toConverse } from "./bedrock-converse/serialise-request.ts";
import { parseResponse as parseGemini } from "./gemini/parse-response.ts";
import { serialiseRequest as toGemini } from "./gemini/serialise-request.ts";
import { callerProtocols, type NeutralRequest } from "./index.ts";
import { parseResponse as parseChat } from "./openai-chat/parse-response.ts";
import { serialiseRequest as toChat } from "./openai-chat/serialise-request.ts";
import { parseResponse as parseResponses } from "./openai-responses/parse-response.ts";
import { serialiseRequest as toResponses } from "./openai-responses/serialise-request.ts";

/** How a request is written for a provider of each protocol, and its answer read. */
const PROVIDERS = {
  "openai-chat": {
    serialise: (request: NeutralRequest) =>
      toChat(request, {
        model: "upstream-model",
        maxOutputTokens: 900,
        outputLimitName: "max_completion_tokens",
        streamUsage: true,
        reasoning: "drop",
      }),
    parseResponse: parseChat,
  },
  "openai-responses": {
    serialise: (request: NeutralRequest) =>
      // It knows no stop sequences, which the others' full requests have.
      toResponses({ ...request, stop: [] }, { model: "upstream-model", maxOutputTokens: 900 }),
    parseResponse: parseResponses,
  },
  "anthropic-messages": {
    serialise: (request: NeutralRequest) => toMessages(request, { model: "claude-sonnet-5", maxOutputTokens: 900 }),
    parseResponse: parseMessage,
  },
  "bedrock-converse": {
    serialise: (request: NeutralRequest) => toConverse(request, { maxOutputTokens: 900 }),
    parseResponse: parseConverse,
  },
  gemini: {
    serialise: (request: NeutralRequest) =>
      toGemini(request, { model: "upstream-model", maxOutputTokens: 900, isVertex: false }),
    parseResponse: parseGemini,
  },
};
const NAMES = ["openai-chat", "openai-responses", "anthropic-messages", "bedrock-converse", "gemini"] as const;
const PAIRS = NAMES.flatMap((caller) => NAMES.map((provider) => ({ caller, provider })));

function fixture(name: string): string {
  return readFileSync(new URL(`./fixtures/${name}`, import.meta.url), "utf8");
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

describe.each(PAIRS)("from $caller to $provider", ({ caller, provider }) => {
  test("a full request", async () => {
    const path = { model: "auto", stream: true };
    const request = callerProtocols[caller].parseIngress(fixture(`full-request.${caller}.json`), path);
    const { body, losses } = PROVIDERS[provider].serialise(request.neutral());
    await expect(json({ body, losses })).toMatchFileSnapshot(`./fixtures/golden/request.${caller}.to.${provider}.json`);
  });

  test("a translated request is a valid one of the other protocol, and says the same", () => {
    const request = callerProtocols[caller].parseIngress(fixture(`full-request.${caller}.json`), { stream: true });
    const once = PROVIDERS[provider].serialise(request.neutral());
    const again = callerProtocols[provider].parseIngress(JSON.stringify(once.body), { stream: true });
    expect(PROVIDERS[provider].serialise(again.neutral()).body).toEqual(once.body);
  });

  test("a full answer", async () => {
    const text = fixture(`full-response.${provider}.json`);
    const response = PROVIDERS[provider].parseResponse(text);
    const names = { id: "chatcmpl-fairlead", model: "gpt-5.5", created: 1_790_000_000 };
    const written = JSON.parse(callerProtocols[caller].serialiseResponse(response, names));
    await expect(json(written)).toMatchFileSnapshot(`./fixtures/golden/response.${provider}.to.${caller}.json`);
  });
});
