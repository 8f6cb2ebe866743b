/** Any file of clients that stay the vendor's own: migrated whole, once, with all that is the application's. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, syntaxErrors } from "./ecmascript/syntax.ts";
import { analyseSource, applyEdits, fixesFor, migrateSource } from "./index.ts";
import { parsePython, pythonErrors } from "./python/syntax.ts";

const workloads = [{ id: "support", globs: ["src/**"] }];
const calledElsewhere: [] = [];

/** Ways to come by a client: what loads it, what makes it, and whether there is a handle among it. */
const loads = [
  ['import { createOpenAI } from "@ai-sdk/openai";', "createOpenAI", 0],
  ["import { createOpenAI as make, type OpenAIProvider } from '@ai-sdk/openai'", "make", 0],
  ['import { openai, createOpenAI } from "@ai-sdk/openai";\nexport const m = openai("gpt-5.5");', "createOpenAI", 1],
  ['import {\n  // the usual one\n  openai as ai,\n} from "@ai-sdk/openai"; // models\nexport const m = [ai];', "", 1],
  ["import * as sdk from '@ai-sdk/anthropic'", "sdk.createAnthropic", 0],
  ["const { createGoogleGenerativeAI } = require('@ai-sdk/google')", "createGoogleGenerativeAI", 0],
  ["const { openai: gpt } = require('@ai-sdk/openai')\nexport const m = gpt('x')", "", 1],
  ['import { ChatOpenAI } from "@langchain/openai";', "new ChatOpenAI", 0],
  [
    'import { openai } from "@ai-sdk/openai"\nimport { anthropic } from "@ai-sdk/anthropic"\nexport { openai, anthropic }',
    "",
    2,
  ],
] as const;

const kept = [
  "fetch: own",
  'name: "x"',
  "headers: { a: `b` }",
  "headers: { a: 1, }",
  "headers: {}",
  "headers: undefined",
  "/* c */ fetch() {}",
];
const dropped = ['apiKey: "k"', "apiKey", "baseURL: undefined", "configuration: { organization: o }"];
const option = fc.constantFrom(...kept, ...dropped);
const separator = fc.constantFrom(", ", ",", ",\n    ", ", // note\n  ", " /* x */, ", ",\n\n\t// above\n\t");
const ending = fc.constantFrom("", ",", " ", ",\n", " // end\n");

const options = fc
  .tuple(
    fc.uniqueArray(option, { selector: (one) => one.replace(/\W.*$/, ""), maxLength: 5 }),
    fc.array(separator, { minLength: 5, maxLength: 5 }),
    ending,
  )
  .map(([own, separators, end]) => {
    const inner = own.map((one, index) => (index === 0 ? one : separators[index] + one)).join("");
    return own.length === 0 ? "()" : `({ ${inner}${end} })`;
  });

const file = fc
  .tuple(
    fc.constantFrom(...loads),
    fc.array(options, { minLength: 1, maxLength: 3 }),
    fc.constantFrom("\n", "\r\n"),
    fc.constantFrom("", "\uFEFF"),
    fc.constantFrom(
      "// header\n\n",
      "",
      '#!/usr/bin/env node\n"use strict";\n',
      '/** @jsx h */\nimport "./side-effect";\n',
    ),
    fc.constantFrom("", "\nexport const tail = 1;\n", "\n\nexport default () => 1\n"),
  )
  .map(([[load, make, handles], made, newLine, mark, header, tail]) => {
    const body = make === "" ? "" : made.map((one, index) => `export const client${index} = ${make}${one};\n`).join("");
    const text = `${header}${load}\n${body}${tail}`.replaceAll("\n", newLine);
    return { text: mark + text, count: handles + (make === "" ? 0 : made.length) };
  });

describe("JavaScript", () => {
  test("parses, once is enough, and line endings stay", () => {
    fc.assert(
      fc.property(file, ({ text, count }) => {
        const input = { path: "src/a.ts", workloads, grade: "unsafe", calledElsewhere } as const;
        const once = migrateSource({ ...input, text });
        expect(once.left).toEqual([]);
        expect(once.applied).toHaveLength(count);
        expect(syntaxErrors(parse("src/a.ts", once.text))).toBe(0);
        expect(once.text.match(/FAIRLEAD_URL/g)).toHaveLength(count);
        expect(once.text.match(/fairlead-workload/g)).toHaveLength(count);
        expect(once.text.replaceAll("\r\n", "")).not.toMatch(text.includes("\r\n") ? /\n/ : /\r/);
        for (const one of ["a: `b`", "fetch: own", "fetch() {}", "// note", "// above", "// header"]) {
          const times = (of: string) => of.split(one).length;
          expect(times(once.text)).toBe(times(text));
        }
        expect(migrateSource({ ...input, text: once.text }).edits).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test("one finding after the other, too", () => {
    fc.assert(
      fc.property(file, ({ text, count }) => {
        let current = text;
        for (let step = 0; step < count; step++) {
          const input = { path: "src/a.ts", text: current, workloads, sitesOnly: true };
          const finding = analyseSource(input).find(({ state }) => state === "direct");
          if (!finding) throw new Error(`no finding is left after ${step} steps:\n${current}`);
          current = applyEdits(current, fixesFor(input, finding)[0]?.edits ?? []);
          expect(syntaxErrors(parse("src/a.ts", current))).toBe(0);
        }
        expect(current.match(/FAIRLEAD_URL/g)).toHaveLength(count);
      }),
      { numRuns: 60 },
    );
  });
});

const pythonLoads = [
  [
    "from anthropic import Anthropic",
    "Anthropic",
    ["timeout=1", "default_headers={'a': 'b'}", "default_headers=None", "api_key=k"],
  ],
  ["import anthropic as a", "a.AsyncAnthropic", ["max_retries=2", 'default_headers={**h, "a": 1}', "auth_token=t"]],
  [
    "from google import genai",
    "genai.Client",
    ["http_options={'timeout': 1}", "http_options=H(timeout=1)", "vertexai=True", "http_options={}"],
  ],
  [
    "from langchain_openai import ChatOpenAI",
    "ChatOpenAI",
    ["model='m'", "openai_api_key=k", "temperature=0", "default_headers={}"],
  ],
] as const;

const pythonFile = fc
  .constantFrom(...pythonLoads)
  .chain(([load, make, args]) =>
    fc.tuple(
      fc.constant([load, make] as const),
      fc.uniqueArray(fc.constantFrom<string>(...args), { selector: (one) => one.split("=")[0], maxLength: 4 }),
      fc.constantFrom(", ", ",\n    ", ",  # note\n    "),
      fc.constantFrom("", ",", "\n", ",\n"),
      fc.constantFrom("\n", "\r\n"),
      fc.constantFrom(
        "",
        "import os\n",
        "# header\n\n",
        '"""Documentation."""\n',
        "#!/usr/bin/env python\n# coding: utf-8\n",
      ),
    ),
  )
  .map(([[load, make], args, separator, end, newLine, header]) => {
    const list = args.length === 0 ? "" : args.join(separator) + end;
    return `${header}${load}\n_client = ${make}(${list})\n`.replaceAll("\n", newLine);
  });

test("Python parses, once is enough, and line endings stay", () => {
  fc.assert(
    fc.property(pythonFile, (text) => {
      const input = { path: "src/a.py", workloads, grade: "safe", calledElsewhere } as const;
      const once = migrateSource({ ...input, text });
      expect(once.left).toEqual([]);
      expect(pythonErrors(parsePython(once.text), once.text)).toBe(0);
      expect(once.text.match(/FAIRLEAD_URL/g)).toHaveLength(1);
      expect(once.text.match(/fairlead-workload/g)).toHaveLength(1);
      expect(once.text.match(/^import os\r?$/gm)).toHaveLength(1);
      expect(once.text.replaceAll("\r\n", "")).not.toMatch(text.includes("\r\n") ? /\n/ : /\r/);
      expect(migrateSource({ ...input, text: once.text }).edits).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
