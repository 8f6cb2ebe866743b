/** What the editor offers to do about vendors' clients in open files. */
import { afterEach, describe, expect, test } from "vitest";
import type { CodeAction, Diagnostic } from "vscode-languageserver";
import { positionOf, Session } from "../testing/session.ts";

const POLICY = `apiVersion: fairlead/v1
kind: RoutingPolicy
businessUnits: { support: { owner: support } }
workloads:
  tickets: { businessUnit: support, sensitivity: internal, route: { candidates: [] }, code: [src/**, shared/**] }
  chats: { businessUnit: support, sensitivity: internal, route: { candidates: [] }, code: [shared/**] }
`;
const HANDLES = `import { generateText } from "ai";
import { openai } from "@ai-sdk/openai";

export const ask = (prompt: string) => generateText({ model: openai("gpt-5.5"), prompt });
`;

let session: Session;

afterEach(() => session.stop());

async function open(name: string, text: string, policy: string | undefined = POLICY): Promise<Diagnostic[]> {
  session = await Session.start(policy === undefined ? {} : { "a.routing-policy.yaml": policy });
  await session.open(name, text);
  return session.diagnostics(name);
}

async function actionsAt(name: string, words: string, only?: string[]): Promise<CodeAction[]> {
  const at = positionOf(session.document(name), words);
  return session.codeActions(name, { start: at, end: at }, only);
}

async function fixAll(name: string): Promise<string | undefined> {
  const everywhere = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };
  const actions = await session.codeActions(name, everywhere, ["source.fixAll.fairlead"]);
  expect(actions.length).toBeLessThan(2);
  return actions[0] && (await session.apply(name, actions[0].edit));
}

describe("source.fixAll.fairlead", () => {
  test.each<[string, string, RegExp[]]>([
    ["src/a.ts", HANDLES, [/import \{ createOpenAI \} from "@ai-sdk\/openai";/, /"fairlead-workload": "tickets"/]],
    [
      "src/b.js",
      'const { Anthropic } = require("@anthropic-ai/sdk");\r\nnew Anthropic();\r\n',
      [/new GatewayAnthropic\(\{ workload: "tickets" \}\);\r\n/],
    ],
    [
      "src/c.tsx",
      'import { ChatOpenAI } from "@langchain/openai";\nexport const m = new ChatOpenAI({ model: "m" });\n',
      [/configuration: \{/],
    ],
    ["src/d.py", "from google import genai\n_client = genai.Client()\n", [/^import os\n/, /http_options=\{"base_url"/]],
  ])("of %s", async (name, text, expected) => {
    await open(name, text);
    const after = await fixAll(name);
    for (const pattern of expected) expect(after).toMatch(pattern);
    expect(await session.diagnostics(name, (all) => all.length === 0)).toEqual([]);
    expect(await fixAll(name)).toBeUndefined();
  });

  test("leaves what is not safe, and what is silenced", async () => {
    await open(
      "src/a.ts",
      `import OpenAI from "openai";
import { createDeepSeek } from "@ai-sdk/deepseek";
const images = new OpenAI();
images.images.generate({ prompt: "p" });
export const deepseek = createDeepSeek();
// fairlead-ignore code.direct-client
const silent = new OpenAI();
`,
    );
    expect(await fixAll("src/a.ts")).toBeUndefined();
  });
});

describe("quick fixes", () => {
  test("a call is mended where its client comes from", async () => {
    const found = await open("src/a.ts", HANDLES);
    expect(found.map(({ code, range }) => `${code} ${range.start.line}`)).toEqual(["code.direct-client 1"]);
    const [fix] = await actionsAt("src/a.ts", 'openai("gpt-5.5")');
    expect(fix).toMatchObject({ kind: "quickfix.fairlead.safe", isPreferred: true });
    expect(await session.apply("src/a.ts", fix?.edit)).toContain("const openai = createOpenAI({");
  });

  test("a request without an SDK is a suggestion", async () => {
    await open("src/a.ts", 'fetch("https://api.openai.com/v1/responses", { headers: { Authorization: key } });\n');
    const [fix] = await actionsAt("src/a.ts", "fetch");
    expect(fix).toMatchObject({
      kind: "quickfix.fairlead.suggestion",
      title: 'Send it to the gateway as workload "tickets"',
    });
  });

  test("where several workloads match, each is a choice", async () => {
    await open("shared/a.ts", 'import OpenAI from "openai";\nconst client = new OpenAI();\n');
    const titles = (await actionsAt("shared/a.ts", "new OpenAI")).map(({ title }) => title);
    expect(titles.slice(0, 2)).toEqual([
      'Migrate to GatewayOpenAI as workload "tickets"',
      'Migrate to GatewayOpenAI as workload "chats"',
    ]);
    expect(await fixAll("shared/a.ts")).toBeUndefined();
  });

  test.each(["src/a.ts", "src/a.py"])(
    "where no policy has a workload, a placeholder is told of until it is resolved: %s",
    async (name) => {
      const text = name.endsWith("py") ? "from openai import OpenAI\n_c = OpenAI()\n" : HANDLES;
      session = await Session.start({});
      await session.open(name, text);
      const [fix] = await actionsAt(name, name.endsWith("py") ? "OpenAI()" : "openai }");
      const after = await session.apply(name, fix?.edit);
      expect(after).toContain("choose-a-workload");
      const found = await session.diagnostics(name, (all) => all.some(({ code }) => code === "code.unknown-workload"));
      const [told] = found.filter(({ code }) => code === "code.unknown-workload");
      expect(told).toMatchObject({ severity: 2, message: expect.stringContaining("still to be chosen") });
      const at = positionOf(session.document(name), "choose-a-workload");
      const end = { ...at, character: at.character + "choose-a-workload".length };
      await session.edit(name, [{ range: { start: at, end }, newText: "tickets" }]);
      await session.diagnostics(name, (all) => all.length === 0);
    },
  );
});

describe("packages of the gateway's clients", () => {
  const text = 'import fs from "node:fs";\nimport { GatewayOpenAI } from "@fairlead/runtime/openai";\n';

  test("are offered at their import, where the nearest manifest does not name them", async () => {
    session = await Session.start({
      "a.routing-policy.yaml": POLICY,
      "package.json": "{}",
      "src/package.json": '{\n  "dependencies": {\n    "openai": "^4.0.0"\n  }\n}\n',
    });
    await session.open("src/a.ts", text);
    expect(await actionsAt("src/a.ts", "node:fs")).toEqual([]);
    const [action, ...others] = await actionsAt("src/a.ts", "fairlead");
    expect(others).toEqual([]);
    expect(action).toMatchObject({
      title: "Add @fairlead/runtime to src/package.json",
      edit: {
        documentChanges: [
          {
            textDocument: { uri: session.uri("src/package.json"), version: null },
            edits: [{ newText: '@fairlead/runtime": "^0.1.0",\n    "' }],
          },
        ],
      },
    });
  });

  test("are not offered twice", async () => {
    const manifest = '{ "dependencies": { "@fairlead/runtime": "^0.1.0", "openai": "^7.0.0" } }';
    session = await Session.start({ "a.routing-policy.yaml": POLICY, "package.json": manifest });
    await session.open("src/a.ts", text);
    expect(await actionsAt("src/a.ts", "fairlead")).toEqual([]);
  });
});
