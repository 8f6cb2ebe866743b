import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, syntaxErrors } from "./ecmascript/syntax.ts";
import { analyseSource, applyEdits, fixesFor, migrateSource } from "./index.ts";

const workloads = [{ id: "support", globs: ["src/**"] }];
const path = "src/a.ts";

/** Ways to load the module, each with what constructs a client from it. */
const loads = [
  ['import OpenAI from "openai";', "new OpenAI"],
  ["import OpenAI, { toFile } from 'openai'", "new OpenAI"],
  ['import {\n  APIError,\n  OpenAI, // client\n  AzureOpenAI,\n} from "openai";', "new AzureOpenAI"],
  ['import * as ai from "openai";', "new ai.OpenAI"],
  ['import { default as Vendor, type ClientOptions } from "openai";', "new Vendor"],
  ['const { OpenAI, toFile } = require("openai");', "new OpenAI"],
  ['const sdk = require("openai")', "new sdk.AzureOpenAI"],
  ['const load = 1, Sdk = require("openai").default;', "new Sdk"],
  ['const { OpenAI: Late } = await import("openai");', "new Late"],
  ["", 'new (require("openai").OpenAI)'],
] as const;

const keptOptions = [
  "timeout: 5_000",
  "maxRetries:2",
  "'logLevel' : \"off\"",
  "defaultHeaders: { a: `b` }",
  "fetch() {}",
];
const droppedOptions = [
  "apiKey: process.env.KEY!",
  "organization",
  'baseURL: "https://api.openai.com/v1"',
  "project: null",
];

const option = fc.oneof(
  fc.constantFrom(...keptOptions).map((text) => ({ text, kept: true })),
  fc.constantFrom(...droppedOptions).map((text) => ({ text, kept: false })),
);
const separator = fc.constantFrom(", ", ",", ",\n    ", ", // note\n  ", " /* x */, ", ",\n\n  // above\n  ");
const ending = fc.constantFrom("", ",", " ", ",\n", " // end\n");

interface Construction {
  text: string;
  kept: string[];
}

const construction: fc.Arbitrary<Construction> = fc
  .tuple(
    fc.uniqueArray(option, { selector: ({ text }) => text, maxLength: 6 }),
    fc.array(separator, { minLength: 6, maxLength: 6 }),
    ending,
  )
  .map(([options, separators, end]) => {
    const inner = options.map(({ text }, index) => (index === 0 ? text : separators[index] + text)).join("");
    const text = options.length === 0 ? "()" : `({ ${inner}${end} })`;
    return { text, kept: options.filter(({ kept }) => kept).map((one) => one.text) };
  });

const file = fc
  .tuple(
    fc.constantFrom(...loads),
    fc.array(construction, { minLength: 1, maxLength: 3 }),
    fc.constantFrom("\n", "\r\n"),
    fc.constantFrom("", "\uFEFF"),
    fc.constantFrom("// header\n\n", "", "#!/usr/bin/env node\n"),
  )
  .map(([[load, make], constructions, newLine, mark, header]) => {
    const body = constructions.map(({ text }, index) => `export const client${index} = ${make}${text};\n`).join("");
    return {
      text: mark + `${header}${load}\n${body}`.replaceAll("\n", newLine),
      kept: constructions.flatMap(({ kept }) => kept),
      count: constructions.length,
    };
  });

describe("any file of clients", () => {
  test("is migrated whole, once, and keeps what is the application's", () => {
    fc.assert(
      fc.property(file, ({ text, kept, count }) => {
        const once = migrateSource({ path, text, workloads, grade: "safe", calledElsewhere: [] });
        expect(once.left).toEqual([]);
        expect(once.applied).toHaveLength(count);
        expect(syntaxErrors(parse(path, once.text))).toBe(0);
        for (const one of kept) expect(once.text).toContain(one);
        for (const gone of ["apiKey", "organization", "project"]) expect(once.text).not.toContain(gone);
        expect(once.text.includes("\r\n")).toBe(text.includes("\r\n"));
        expect(once.text.replaceAll("\r\n", "")).not.toMatch(text.includes("\r\n") ? /\n/ : /\r/);
        expect(migrateSource({ path, text: once.text, workloads, grade: "unsafe", calledElsewhere: [] }).edits).toEqual(
          [],
        );
      }),
      { numRuns: 300 },
    );
  });

  test("has edits in order that touch nothing between them", () => {
    fc.assert(
      fc.property(file, ({ text }) => {
        const { edits, text: after } = migrateSource({ path, text, workloads, grade: "safe", calledElsewhere: [] });
        let rest = after;
        let position = 0;
        for (const edit of edits) {
          expect(edit.start).toBeGreaterThanOrEqual(position);
          const between = text.slice(position, edit.start);
          expect(rest.startsWith(between + edit.text)).toBe(true);
          rest = rest.slice(between.length + edit.text.length);
          position = edit.end;
        }
        expect(rest).toBe(text.slice(position));
      }),
      { numRuns: 150 },
    );
  });

  test("can be migrated one finding after the other, too", () => {
    fc.assert(
      fc.property(file, ({ text, count }) => {
        let current = text;
        for (let step = 0; step < count; step++) {
          const finding = analyseSource({ path, text: current, workloads }).find(({ state }) => state === "direct");
          if (!finding) throw new Error(`no finding is left after ${step} steps:\n${current}`);
          const [fix] = fixesFor({ path, text: current, workloads }, finding);
          current = applyEdits(current, fix?.edits ?? []);
          expect(syntaxErrors(parse(path, current))).toBe(0);
        }
        expect(analyseSource({ path, text: current, workloads }).map(({ state }) => state)).toEqual(
          Array.from({ length: count }, () => "gateway"),
        );
      }),
      { numRuns: 150 },
    );
  });
});

test("no text makes the engine throw", () => {
  const pieces = [
    'import OpenAI from "openai"',
    "new OpenAI(",
    "{",
    "}",
    "class extends",
    "require(",
    '"openai"',
    "`${",
    "...",
    "=>",
    "<A",
    "\u2028",
    "await import(",
  ];
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 12 }), (parts) => {
      const text = `${parts.join(" ")}`;
      for (const name of ["src/a.ts", "src/a.jsx"])
        migrateSource({ path: name, text: `${text} "openai"`, workloads, grade: "unsafe", calledElsewhere: [] });
    }),
    { numRuns: 300 },
  );
});

test("after any edit, a file has the findings and fixes of its text read anew", () => {
  const pieces = fc.constantFrom(
    ...[
      'import OpenAI from "openai";\n',
      "const client = new OpenAI();\n",
      "client.images.generate({});\n",
      "}",
      "{",
      "`",
    ],
    ...[
      "/*",
      "*/",
      "(",
      ")",
      "new OpenAI({ apiKey: k })",
      "\n",
      "'",
      "class A { #c = new OpenAI(); }\n",
      "<T>",
      "// x",
    ],
  );
  const step = fc.tuple(fc.nat(), fc.nat(20), pieces);
  fc.assert(
    fc.property(fc.array(step, { minLength: 2, maxLength: 12 }), (steps) => {
      let text = 'import OpenAI from "openai";\nconst client = new OpenAI();\nexport const f = () => client.chat;\n';
      for (const [index, [at, length, piece]] of steps.entries()) {
        const start = at % (text.length + 1);
        text = text.slice(0, start) + piece + text.slice(start + length);
        const workloads = [{ id: "support", globs: ["**"] }];
        const edited = migrateSource({ path: "edited.ts", text, workloads, grade: "unsafe" });
        const anew = migrateSource({ path: `anew${index}.ts`, text, workloads, grade: "unsafe" });
        const plain = (value: unknown) => JSON.stringify(value).replaceAll(/(?:edited|anew\d+)\.ts/g, "");
        expect(plain(edited)).toBe(plain(anew));
      }
    }),
    { numRuns: 300 },
  );
});
