/**
 * What becomes of one representative request and answer for each protocol of a caller and each of a provider. The
 * expected texts are files, so that a change in a translation shows as a change in a file.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseResponse as parseConverse } from "./bedrock-converse/parse-response.ts";
import { serialiseRequest as toConverse } from "./bedrock-converse/serialise-request.ts";
import { callerProtocols, type NeutralRequest, type WireProtocol } from "./index.ts";
import { parseResponse as parseChat } from "./openai-chat/parse-response.ts";
import { serialiseRequest as toChat } from "./openai-chat/serialise-request.ts";

const NAMES: readonly WireProtocol[] = ["openai-chat", "bedrock-converse"];
const PAIRS = NAMES.flatMap((caller) => NAMES.map((provider) => ({ caller, provider })));

function fixture(name: string): string {
  return readFileSync(new URL(`./fixtures/${name}`, import.meta.url), "utf8");
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function serialise(provider: WireProtocol, request: NeutralRequest) {
  if (provider === "bedrock-converse") return toConverse(request, { maxOutputTokens: 900 });
  return toChat(request, {
    model: "upstream-model",
    maxOutputTokens: 900,
    outputLimitName: "max_completion_tokens",
    streamUsage: true,
    reasoning: "drop",
  });
}

describe.each(PAIRS)("from $caller to $provider", ({ caller, provider }) => {
  test("a full request", async () => {
    const path = caller === "bedrock-converse" ? { model: "auto", stream: true } : undefined;
    const request = callerProtocols[caller].parseIngress(fixture(`full-request.${caller}.json`), path);
    const { body, losses } = serialise(provider, request.neutral());
    await expect(json({ body, losses })).toMatchFileSnapshot(`./fixtures/golden/request.${caller}.to.${provider}.json`);
  });

  test("a translated request is a valid one of the other protocol, and says the same", () => {
    const request = callerProtocols[caller].parseIngress(fixture(`full-request.${caller}.json`), { stream: true });
    const once = serialise(provider, request.neutral());
    const again = callerProtocols[provider].parseIngress(JSON.stringify(once.body), { stream: true });
    expect(serialise(provider, again.neutral()).body).toEqual(once.body);
  });

  test("a full answer", async () => {
    const text = fixture(`full-response.${provider}.json`);
    const response = provider === "openai-chat" ? parseChat(text) : parseConverse(text);
    const names = { id: "chatcmpl-fairlead", model: "gpt-5.5", created: 1_790_000_000 };
    const written = JSON.parse(callerProtocols[caller].serialiseResponse(response, names));
    await expect(json(written)).toMatchFileSnapshot(`./fixtures/golden/response.${provider}.to.${caller}.json`);
  });
});
