import { afterEach, describe, expect, test } from "vitest";
import { type Location, type LocationLink, MarkupContent, type WorkspaceEdit } from "vscode-languageserver";
import { POLICY, WORKSPACE } from "../../testing/samples.ts";
import { positionOf, Session } from "../../testing/session.ts";
import { applyToFiles } from "../../testing/workspace-edit.ts";

let session: Session;

afterEach(async () => {
  expect(session.logged.filter((line) => line.includes("failed"))).toEqual([]);
  await session.stop();
});

const OPENAI = 'import { GatewayOpenAI } from "@fairlead/runtime/openai";\n';

/** The files after "tickets" is renamed to "chat" in the policy. */
async function afterRename(code: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const files = { ...WORKSPACE, ...code };
  session = await Session.start(files);
  await session.open("acme.routing-policy.yaml", POLICY);
  const position = positionOf(session.document("acme.routing-policy.yaml"), "tickets:");
  const request = { position, newName: "chat" };
  const edit = await session.request<WorkspaceEdit>("textDocument/rename", "acme.routing-policy.yaml", request);
  return applyToFiles(files, edit, (name) => session.uri(name));
}

describe("names that one file has for another", () => {
  const CASES: [name: string, code: Record<string, string>, changed: string[]][] = [
    [
      "a constant",
      {
        "src/names.ts": 'export const WORKLOAD = "tickets";\nexport const OTHER = "tickets";\n',
        "src/app.ts": `${OPENAI}import { WORKLOAD } from "./names.ts";\nnew GatewayOpenAI({ workload: WORKLOAD });\n`,
      },
      ["src/names.ts 0"],
    ],
    [
      "a table of names, by a path alias and the folder's index",
      {
        "src/ai/names.ts": 'export const NAMES = { one: "tickets", two: "other" } as const;\n',
        "src/app.ts": `${OPENAI}import * as ai from "@/ai";\nnew GatewayOpenAI({ workload: ai.NAMES.one });\n`,
      },
      ["src/ai/names.ts 0"],
    ],
    [
      "options",
      {
        "src/options.js": 'const options = { timeout: 1, workload: "tickets" };\nmodule.exports = { options };\n',
        "src/more.mjs": 'export default { workload: "tickets" };\n',
        "src/given.ts": 'const given = { timeout: 1, workload: "tickets" };\nexport { given as options };\n',
        "src/app.ts": `${OPENAI}import { options } from "./given";\nnew GatewayOpenAI(options);\n`,
      },
      ["src/given.ts 0"],
    ],
    [
      "a default export, and CommonJS",
      {
        "src/a.mjs": 'export default { timeout: 1, workload: "tickets" };\n',
        "src/b.cjs": 'module.exports = { NAMES: { one: "tickets", two: "tickets" } };\nexports.ONE = "tickets";\n',
        "src/app.ts": `${OPENAI}import options from "./a.mjs";\nconst { NAMES, ONE } = require("./b.cjs");\nnew GatewayOpenAI(options);\nnew GatewayOpenAI({ workload: NAMES.two });\nnew GatewayOpenAI({ workload: ONE });\n`,
      },
      ["src/a.mjs 0", "src/b.cjs 0", "src/b.cjs 1"],
    ],
    [
      "a function that makes clients",
      {
        "src/clients.ts": `${OPENAI}export const clientFor = (workload: string) => new GatewayOpenAI({ workload });\nexport default function make({ workload }: { workload: string }) { return new GatewayOpenAI({ workload }); }\n`,
        "src/app.ts":
          'import make, { clientFor as c } from "./clients.js";\nc("tickets");\nmake({ workload: "tickets" });\n',
        "src/other.ts":
          'import { clientFor } from "./elsewhere/clients.js";\nclientFor("tickets");\nimport { clientFor as d } from "clients";\nd("tickets");\n',
      },
      ["src/app.ts 1", "src/app.ts 2"],
    ],
    [
      "a subclass",
      {
        "src/client.ts": `${OPENAI}export class Client extends GatewayOpenAI {}\n`,
        "src/app.tsx":
          'import * as lib from "./client";\nexport const client = new lib.Client({ workload: "tickets" });\n',
      },
      ["src/app.tsx 1"],
    ],
    [
      "Python: a constant and an enumeration, by absolute and relative imports",
      {
        "app/names.py": 'WORKLOAD = "tickets"\nOTHER = "tickets"\n',
        "app/uses.py": 'class Use(StrEnum):\n    ONE = "tickets"\n    TWO = "tickets"\n',
        "app/main.py":
          'from app.names import WORKLOAD as name\nfrom .uses import (\n    Use,  # all\n)\nh = {"fairlead-workload": name}\ni = {"fairlead-workload": Use.TWO.value}\n',
      },
      ["app/names.py 0", "app/uses.py 2"],
    ],
    [
      "Python: a function that makes clients, by keyword and through its module",
      {
        "lib/clients.py":
          'def client_for(team, workload):\n    return OpenAI(default_headers={"fairlead-workload": workload})\n',
        "app/main.py":
          'from lib import clients\nfrom ..lib.clients import client_for\nclients.client_for("x", "tickets")\nclient_for("tickets", workload="tickets")\n',
        "app/other.py": 'from elsewhere import client_for\nclient_for("x", "tickets")\n',
      },
      ["app/main.py 2", "app/main.py 3"],
    ],
  ];

  test.each(CASES)("%s", async (_name, code, changed) => {
    const after = await afterRename(code);
    const lines = Object.entries(code).flatMap(([name, text]) =>
      text.split("\n").flatMap((line, index) => {
        const now = (after[name] ?? "").split("\n")[index] ?? "";
        if (now === line) return [];
        expect(now.replace("chat", "tickets")).toBe(line);
        return [`${name} ${index}`];
      }),
    );
    expect(lines).toEqual(changed);
  });

  test("a constant can be renamed, followed and hovered where it stands", async () => {
    const names = 'export const WORKLOAD = "tickets"; // "tickets"\n';
    const files = {
      ...WORKSPACE,
      "names.ts": names,
      "app.ts": `${OPENAI}import { WORKLOAD } from "./names.ts";\nnew GatewayOpenAI({ workload: WORKLOAD });\n`,
    };
    session = await Session.start(files);
    await session.open("names.ts", names);
    const position = positionOf(session.document("names.ts"), "tickets", 3);
    const [link] = (await session.definition("names.ts", position)) as LocationLink[];
    expect(link?.targetUri).toBe(session.uri("acme.routing-policy.yaml"));
    const hover = await session.hover("names.ts", position);
    expect(MarkupContent.is(hover?.contents) && hover.contents.value).toContain("**tickets** (workload)");
    expect(await session.references("names.ts", position)).toHaveLength(3);
    const comment = positionOf(session.document("names.ts"), '// "tickets"', 6);
    expect(await session.definition("names.ts", comment)).toEqual([]);
  });

  test("what changes in one file changes what the others say", async () => {
    const names = 'export const ONE = "tickets";\nexport const TWO = "tickets";\n';
    const app = (name: string) =>
      `${OPENAI}import { ${name} } from "./names.ts";\nnew GatewayOpenAI({ workload: ${name} });\n`;
    session = await Session.start({ ...WORKSPACE, "names.ts": names, "app.ts": app("ONE") });
    await session.open("acme.benchmark.yaml", WORKSPACE["acme.benchmark.yaml"]);
    const position = positionOf(session.document("acme.benchmark.yaml"), " tickets", 2);
    const lines = (found: Location[]) =>
      found.filter(({ uri }) => uri === session.uri("names.ts")).map(({ range }) => range.start.line);
    expect(lines(await session.references("acme.benchmark.yaml", position))).toEqual([0]);
    await session.open("app.ts", app("TWO"));
    expect(lines(await session.references("acme.benchmark.yaml", position))).toEqual([1]);
    await session.close("app.ts");
    expect(lines(await session.references("acme.benchmark.yaml", position))).toEqual([0]);
  });
});
