import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lintSettings, scanWorkspace } from "./index.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "fairlead-lint-"));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const ACME = {
  name: "Acme AI",
  hosts: ["api.acme.ai", ".eu.acme.ai"],
  addressOptions: ["server", "base_url"],
  calls: ["chat.*", "rank"],
  telling: ["acme.chat.ask"],
  javascript: {
    "@acme/ai": { classes: ["AcmeAI"], factories: ["createAcme"], instances: ["acme"], calls: ["ask"] },
  },
  python: {
    acme_ai: { classes: ["Acme"], factories: ["connect"], instances: ["default_client"], calls: ["ask"] },
  },
};

async function found(files: Record<string, string>, row: object = ACME): Promise<string[]> {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  const lint = lintSettings({ vendors: { acme: row } });
  const { findings } = await scanWorkspace({ root, workloads: [], lint });
  return findings.map(
    ({ file, line, kind, tier, vendor, api, state, fix }) =>
      `${file}:${line} ${kind} ${tier} ${vendor} ${api} ${state} ${fix}`,
  );
}

test.each<[name: string, file: string, text: string, expected: string[]]>([
  [
    "classes, where they point and what is called on them",
    "a.ts",
    'import { AcmeAI } from "@acme/ai";\nconst c = new AcmeAI();\nc.chat.ask({});\nc.rank([]);\nc.close();\nnew AcmeAI({ server: "http://localhost:1" });\n',
    [
      "a.ts:2 client-construction certain acme new AcmeAI direct null",
      "a.ts:3 call certain acme chat.ask direct null",
      "a.ts:4 call certain acme rank direct null",
      "a.ts:6 client-construction certain acme new AcmeAI local null",
    ],
  ],
  [
    "factories, instances and functions that send",
    "a.mjs",
    'import * as ai from "@acme/ai";\nconst c = ai.createAcme();\nawait c.rank([]);\nawait ai.acme.rank([]);\nawait ai.ask("p");\n',
    [
      "a.mjs:2 client-construction certain acme createAcme() direct null",
      "a.mjs:3 call certain acme rank direct null",
      "a.mjs:4 call certain acme rank direct null",
      "a.mjs:5 call certain acme ask direct null",
    ],
  ],
  [
    "the same of Python",
    "a.py",
    'import acme_ai\nfrom acme_ai import Acme, connect\nAcme(base_url="http://localhost:1").chat.ask()\nconnect().rank([])\nacme_ai.default_client.rank([])\nacme_ai.ask("p")\n',
    [
      "a.py:3 client-construction certain acme Acme() local null",
      "a.py:3 call certain acme chat.ask local null",
      "a.py:4 client-construction certain acme client() direct null",
      "a.py:4 call certain acme rank direct null",
      "a.py:5 call certain acme rank direct null",
      "a.py:6 call certain acme ask direct null",
    ],
  ],
  [
    "hosts",
    "a.ts",
    'fetch("https://api.acme.ai/v1");\nfetch("https://a.eu.acme.ai/v1");\nfetch("https://acme.ai/");\n',
    [
      "a.ts:1 raw-http host acme fetch api.acme.ai direct null",
      "a.ts:2 raw-http host acme fetch a.eu.acme.ai direct null",
    ],
  ],
])("a vendor of one's own: %s", async (_name, file, text, expected) =>
  expect(await found({ [file]: text })).toEqual(expected),
);

test("what tells a vendor of one's own, in a project that depends on its package", async () => {
  const text = "export const f = (deps) => deps.acme.chat.ask({});\n";
  expect(await found({ "a.ts": text })).toEqual([]);
  expect(await found({ "package.json": '{ "dependencies": { "@acme/ai": "1" } }' })).toEqual([
    "a.ts:1 call likely acme acme.chat.ask direct null",
  ]);
});

test("a row comes before the lint's own of the same package and host", async () => {
  const row = { name: "Our OpenAI", hosts: ["api.openai.com"], javascript: { openai: { classes: ["OpenAI"] } } };
  const text = 'import { OpenAI } from "openai";\nnew OpenAI();\nfetch("https://api.openai.com/v1/models");\n';
  expect(await found({ "a.ts": text }, row)).toEqual([
    "a.ts:2 client-construction certain acme new OpenAI direct null",
    "a.ts:3 raw-http host acme fetch api.openai.com direct null",
  ]);
});

const SIGNS = ["a(b", "[", "*", "a.*+?", "\\\\"];

test.each([
  [{}],
  [{ hosts: SIGNS, telling: SIGNS, calls: SIGNS, python: { "a(": { classes: SIGNS } } }],
  [{ hosts: 1, javascript: [], python: { a: null }, calls: [1, ""], telling: {} }],
  [null],
  ["acme"],
])("a row that is half typed finds nothing, and ends nothing: %j", async (row) =>
  expect(await found({ "a.ts": 'fetch("https://api.acme.ai");\n' }, row as object)).toEqual([]),
);
