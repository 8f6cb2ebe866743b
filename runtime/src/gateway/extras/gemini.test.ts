import { describe, expect, test } from "vitest";
import { callerProtocols } from "../../protocols/index.ts";
import { admitExtras } from "../admit-extras.ts";
import { geminiCountExtras, geminiExtras } from "./gemini.ts";

const CONTENTS = [{ parts: [{ text: "Hello" }] }];
const pathsOf = (body: object) => geminiExtras({ contents: CONTENTS, ...body }).map(({ path }) => path);

test.each<[string, object]>([
  ["functions", { tools: [{ functionDeclarations: [{ name: "googleSearch" }] }] }],
  ["functions in snake case", { tools: [{ function_declarations: [{ name: "f" }] }] }],
  ["a screen that the application drives", { tools: [{ computerUse: { environment: "ENVIRONMENT_BROWSER" } }] }],
  ["a tool that is switched off", { tools: [{ googleSearch: null, codeExecution: false }] }],
  ["the usual tier", { serviceTier: "standard" }],
  ["no keeping", { store: false }],
  ["texts", { generationConfig: { responseModalities: ["TEXT"] } }],
])("%s cost nothing more", (_, body) => {
  expect(pathsOf(body)).toEqual([]);
});

test("several extras are all found, in either spelling", () => {
  const body = {
    service_tier: "flex",
    cached_content: "c",
    tools: [{ functionDeclarations: [] }, { google_search: {}, url_context: {} }],
    generation_config: { speech_config: {}, response_modalities: ["TEXT", "IMAGE"] },
  };
  expect(pathsOf(body)).toEqual([
    "/service_tier",
    "/cached_content",
    "/generation_config/speech_config",
    "/generation_config/response_modalities",
    "/tools/1/google_search",
    "/tools/1/url_context",
  ]);
});

describe("taking out", () => {
  const admit = (text: string) => {
    const protocol = callerProtocols.gemini;
    return admitExtras(protocol, protocol.parseIngress(text, { model: "m" }), { model: "m" }, "strip");
  };

  test("what leaves the same request is taken out of the text, in either spelling", () => {
    const text = `{"service_tier":"priority", "contents": ${JSON.stringify(CONTENTS)} ,"store":true}`;
    const { request, stripped } = admit(text);
    expect(request.text).toBe(`{"contents": ${JSON.stringify(CONTENTS)}}`);
    expect([stripped, request.model]).toEqual([["/service_tier", "/store"], "m"]);
  });

  test("what would leave another request is refused all the same", () => {
    const body = { contents: CONTENTS, store: true, tools: [{ codeExecution: {} }] };
    expect(() => admit(JSON.stringify(body))).toThrow("/tools/0/codeExecution");
  });
});

test("a count of a whole request has the extras of the request", () => {
  const generateContentRequest = { contents: CONTENTS, cachedContent: "c" };
  expect(geminiCountExtras({ generateContentRequest }).map(({ path }) => path)).toEqual([
    "/generateContentRequest/cachedContent",
  ]);
});
