import { expect, test } from "vitest";
import { callerProtocols } from "../index.ts";
import { serialiseRequest } from "./serialise-request.ts";
import { fitsStrict } from "./strict-schema.ts";

const text = { type: "string" };
const closed = { type: "object", properties: { a: text }, required: ["a"], additionalProperties: false };
const loose = { ...closed, required: [] };

test.each<[schema: unknown, fits: boolean]>([
  [closed, true],
  [{ type: "object", properties: {}, additionalProperties: false }, true],
  [{ ...closed, properties: { a: { type: "array", items: closed } } }, true],
  [{ ...closed, properties: { a: { anyOf: [closed, { type: "null" }] } } }, true],
  [{ ...closed, properties: { a: { $ref: "#/$defs/b" } }, $defs: { b: closed } }, true],
  [loose, false],
  [{ type: "object", properties: { a: text }, required: ["a"] }, false],
  [{ ...closed, properties: { a: { type: "array", items: loose } } }, false],
  [{ ...closed, properties: { a: { anyOf: [loose] } } }, false],
  [{ ...closed, $defs: { b: loose } }, false],
  [{ ...closed, properties: { a: { oneOf: [text] } } }, false],
  [{ anyOf: [closed] }, false],
  ["odd", false],
])("%j: %s", (schema, fits) => {
  expect(fitsStrict(schema)).toBe(fits);
});

test("a schema that OpenAI would refuse as strict is a hint, which is listed", () => {
  const ask = (schema: object) => {
    const body = {
      messages: [{ role: "user", content: "Hi" }],
      max_tokens: 9,
      tools: [{ name: "f", input_schema: schema, strict: true }],
      output_config: { format: { type: "json_schema", schema } },
    };
    const request = callerProtocols["anthropic-messages"].parseIngress(JSON.stringify(body));
    const dialect = { outputLimitName: "max_tokens", streamUsage: true, reasoning: "drop" } as const;
    const { body: written, losses } = serialiseRequest(request.neutral(), {
      ...dialect,
      model: "m",
      maxOutputTokens: 9,
    });
    const { tools, response_format: format } = written as {
      tools: [{ function: object }];
      response_format: { json_schema: object };
    };
    return { tool: tools[0].function, format: format.json_schema, lost: losses.map(({ path }) => path) };
  };
  expect(ask(closed)).toMatchObject({ tool: { strict: true }, format: { strict: true }, lost: [] });
  const hint = ask(loose);
  expect(hint.lost.toSorted()).toEqual(["/output_config/format", "/tools"]);
  expect(hint.tool).not.toHaveProperty("strict");
  expect(hint.format).not.toHaveProperty("strict");
});
