import { afterEach, describe, expect, test } from "vitest";
import {
  type CodeAction,
  type CompletionItem,
  type DocumentHighlight,
  DocumentHighlightKind,
  type Hover,
  type LinkedEditingRanges,
  type Location,
  type LocationLink,
  type Range,
  type WorkspaceSymbol,
} from "vscode-languageserver";
import { BENCHMARK, CATALOG, POLICY, WORKSPACE } from "../testing/samples.ts";
import { positionOf, Session } from "../testing/session.ts";

let session: Session;

const APP = `import { GatewayOpenAI } from "@fairlead/runtime/openai";
export const client = new GatewayOpenAI({ workload: "tickets" });
export const other = new GatewayOpenAI({ workload: "tickets", session: "tickets" });
`;
const JOB = 'headers = {"fairlead-workload": "tickets"}\n';
const FILES = { ...WORKSPACE, "services/support/app.ts": APP, "jobs/run.py": JOB };

afterEach(async () => {
  expect(session.logged.filter((line) => line.includes("failed"))).toEqual([]);
  await session.stop();
});

function place(name: string, needle: string, further = 0) {
  return positionOf(session.document(name), needle, further);
}

const names = (found: Location[]) => found.map(({ uri }) => uri.replace(`${session.uri("")}/`, "")).sort();

describe("references", () => {
  test("of a workload: documents and code", async () => {
    session = await Session.start(FILES);
    await session.open("acme.routing-policy.yaml", POLICY);
    const found = await session.references("acme.routing-policy.yaml", place("acme.routing-policy.yaml", "tickets:"));
    const app = "services/support/app.ts";
    expect(names(found)).toEqual(["acme.benchmark.yaml", "acme.routing-policy.yaml", "jobs/run.py", app, app]);
    const uses = await session.references(
      "acme.routing-policy.yaml",
      place("acme.routing-policy.yaml", "tickets:"),
      false,
    );
    expect(uses).toHaveLength(4);
  });

  test("from code, and of code as it is on disk now", async () => {
    session = await Session.start(FILES);
    await session.open("jobs/run.py", JOB);
    const at = place("jobs/run.py", "tickets");
    expect(await session.references("jobs/run.py", at)).toHaveLength(5);
    session.write("services/support/app.ts", APP.replaceAll('"tickets"', '"chat"'));
    session.write("services/support/more.mjs", 'headers.set("fairlead-workload", "tickets");\n');
    expect(names(await session.references("jobs/run.py", at))).toEqual([
      "acme.benchmark.yaml",
      "acme.routing-policy.yaml",
      "jobs/run.py",
      "services/support/more.mjs",
    ]);
  });

  test("leave out dependencies, build output and what git ignores", async () => {
    session = await Session.start({
      ...WORKSPACE,
      ".git/HEAD": "ref: refs/heads/main\n",
      ".gitignore": "generated/\n",
      "node_modules/a/index.js": APP,
      "dist/app.js": APP,
      "generated/app.ts": APP,
      "src/app.ts": APP,
    });
    await session.open("acme.routing-policy.yaml", POLICY);
    const at = place("acme.routing-policy.yaml", "tickets:");
    const found = await session.references("acme.routing-policy.yaml", at, false);
    expect(names(found)).toEqual(["acme.benchmark.yaml", "src/app.ts", "src/app.ts"]);
  });

  test("of other ids do not look into code", async () => {
    session = await Session.start({ ...FILES, "src/x.ts": 'headers.set("fairlead-workload", "openai");\n' });
    await session.open("acme.catalog.yaml", CATALOG);
    const found = await session.references("acme.catalog.yaml", place("acme.catalog.yaml", "openai:\n"), false);
    expect(names(found)).not.toContain("src/x.ts");
  });
});

describe("in code, on the name of a workload", () => {
  test("definition and hover", async () => {
    session = await Session.start(FILES);
    await session.open("services/support/app.ts", APP);
    const at = place("services/support/app.ts", '"tickets"', 3);
    const [link] = (await session.definition("services/support/app.ts", at)) as LocationLink[];
    expect(link?.targetUri).toBe(session.uri("acme.routing-policy.yaml"));
    expect(link?.targetSelectionRange.start).toEqual({ line: 5, character: 2 });
    expect(link?.originSelectionRange).toEqual({
      start: place("services/support/app.ts", '"tickets"', 1),
      end: place("services/support/app.ts", '"tickets"', 8),
    });
    const hover = await session.hover("services/support/app.ts", at);
    expect(JSON.stringify(hover?.contents)).toContain("**tickets** (workload)");
    expect(JSON.stringify(hover?.contents)).toContain("gpt@azure-se");
    expect(await session.hover("services/support/app.ts", place("services/support/app.ts", "session"))).toBeNull();
    expect(await session.definition("services/support/app.ts", place("services/support/app.ts", "client"))).toEqual([]);
  });

  test("highlights", async () => {
    session = await Session.start(FILES);
    await session.open("services/support/app.ts", APP);
    const position = place("services/support/app.ts", '"tickets"', 1);
    const found = await session.request<DocumentHighlight[]>(
      "textDocument/documentHighlight",
      "services/support/app.ts",
      {
        position,
      },
    );
    expect(found.map(({ range }) => range.start)).toEqual([
      position,
      place("services/support/app.ts", '"tickets", ses', 1),
    ]);
  });

  test.each([
    ["src/a.ts", 'import { GatewayOpenAI } from "@fairlead/runtime/openai";\nnew GatewayOpenAI({ workload: "|" });\n'],
    ["src/a.ts", 'import { GatewayOpenAI } from "@fairlead/runtime/openai";\nnew GatewayOpenAI({ workload: "ti|\n'],
    ["src/a.py", 'OpenAI(default_headers={"fairlead-workload": "|'],
    ["src/a.js", 'fetch(url, { headers: { "Fairlead-Workload": \'ch|'],
  ])("completion: %s %j", async (name, text) => {
    const policy = `${POLICY}  chat: { businessUnit: support, route: { candidates: [gpt@openai] } }\n`;
    session = await Session.start({ ...WORKSPACE, "acme.routing-policy.yaml": policy });
    const position = await session.open(name, text);
    const items = await session.completion(name, position);
    expect(items.map(({ label }) => label).sort()).toEqual(["chat", "tickets"]);
    for (const { textEdit } of items) {
      if (!textEdit || !("range" in textEdit)) throw new Error("no range");
      expect(textEdit.range.end).toEqual(position);
    }
  });

  test("completion: the workload whose code this is comes first; nothing elsewhere", async () => {
    const policy = `${POLICY}  chat: { businessUnit: support, route: { candidates: [gpt@openai] } }\n`;
    session = await Session.start({ ...WORKSPACE, "acme.routing-policy.yaml": policy });
    const text = APP.replace('"tickets"', '"|"');
    const position = await session.open("services/support/app.ts", text);
    const items: CompletionItem[] = await session.completion("services/support/app.ts", position);
    expect(items.sort((a, b) => ((a.sortText ?? "") < (b.sortText ?? "") ? -1 : 1)).map(({ label }) => label)).toEqual([
      "tickets",
      "chat",
    ]);
    expect(await session.completion("services/support/app.ts", { line: 0, character: 30 })).toEqual([]);
  });

  test("a name that no policy knows is marked, with what was likely meant", async () => {
    session = await Session.start(FILES);
    await session.open("services/support/app.ts", APP.replace('"tickets" }', '"tikets" }'));
    const [found] = await session.diagnostics("services/support/app.ts", (all) => all.length > 0);
    expect(found).toMatchObject({
      code: "code.unknown-workload",
      severity: 2,
      message:
        'No routing policy here has a workload "tikets", so the gateway refuses its calls. Did you mean "tickets"?',
    });
    if (!found) throw new Error("nothing found");
    const [fix] = (await session.codeActions("services/support/app.ts", found.range)) as [CodeAction];
    expect(fix).toMatchObject({ title: 'Replace with "tickets"', isPreferred: true, kind: "quickfix" });
    expect(await session.apply("services/support/app.ts", fix.edit)).toBe(APP);
    await session.diagnostics("services/support/app.ts", (all) => all.length === 0);
  });

  test("a name that no policy knows can be made a workload", async () => {
    const app = APP.replaceAll('"tickets"', '"claims"');
    session = await Session.start({ ...WORKSPACE, "app.ts": app });
    await session.open("acme.routing-policy.yaml", POLICY);
    await session.open("app.ts", app);
    const [found] = await session.diagnostics("app.ts", (all) => all.length > 0);
    if (!found) throw new Error("nothing found");
    const actions = await session.codeActions("app.ts", found.range);
    const fix = actions.find(({ title }) => title === "Create the workload claims in acme.routing-policy.yaml");
    const after = await session.apply("acme.routing-policy.yaml", fix?.edit);
    expect(after.startsWith(`${POLICY}  claims:\n`)).toBe(true);
    await session.diagnostics("app.ts", (all) => all.every(({ code }) => code !== "code.unknown-workload"));
  });

  test("the mark goes when the policy has the workload; without a policy there is none", async () => {
    session = await Session.start({ "app.ts": APP });
    await session.open("app.ts", APP);
    expect(await session.diagnostics("app.ts")).toEqual([]);
    await session.open("acme.catalog.yaml", CATALOG);
    await session.open("acme.routing-policy.yaml", POLICY.replace("  tickets:", "  other:"));
    await session.diagnostics("app.ts", (all) => all.length === 2);
    const at = place("acme.routing-policy.yaml", "other:");
    await session.edit("acme.routing-policy.yaml", [
      { range: { start: at, end: { ...at, character: at.character + 5 } }, newText: "tickets" },
    ]);
    await session.diagnostics("app.ts", (all) => all.length === 0);
  });
});

test("at every offset of code: answered, within the text, and only on names", async () => {
  session = await Session.start(FILES);
  const broken = `${APP}// \u{1F600}\nnew GatewayOpenAI({ workload: "tick\r\n\tfoo(`;
  for (const [name, text] of [
    ["services/support/app.ts", broken],
    ["jobs/run.py", `${JOB}headers = {"fairlead-workload": "tick`],
  ] as const) {
    await session.open(name, text);
    const document = session.document(name);
    const whole = { start: document.positionAt(0), end: document.positionAt(text.length) };
    const named: number[] = [];
    for (let offset = 0; offset <= text.length; offset += 1) {
      const position = document.positionAt(offset);
      const ask = <R>(method: string) => session.request<R>(`textDocument/${method}`, name, { position });
      const [target, highlights, hover, items] = await Promise.all([
        ask<{ range: Range } | null>("prepareRename"),
        ask<DocumentHighlight[]>("documentHighlight"),
        ask<Hover | null>("hover"),
        ask<CompletionItem[]>("completion"),
      ]);
      for (const range of [target?.range, hover?.range, ...highlights.map((one) => one.range)]) {
        if (!range) continue;
        expect(document.offsetAt(range.start)).toBeLessThanOrEqual(document.offsetAt(range.end));
        expect(document.positionAt(document.offsetAt(range.end))).toEqual(range.end);
        expect(range.end.line).toBeLessThanOrEqual(whole.end.line);
      }
      expect(highlights.length > 0).toBe(target !== null);
      if (target) expect(items.map(({ label }) => label)).toEqual(["tickets"]);
      if (target) named.push(offset);
    }
    expect(named.length).toBeGreaterThanOrEqual("tickets".length + 1);
    expect(named.length).toBeLessThan(40);
  }
});

describe("document highlight", () => {
  test("writes where an id is defined, reads where it is referred to, parts of deployments included", async () => {
    session = await Session.start(FILES);
    await session.open("acme.catalog.yaml", CATALOG);
    const position = place("acme.catalog.yaml", "openai:\n", 2);
    const found = await session.request<DocumentHighlight[]>("textDocument/documentHighlight", "acme.catalog.yaml", {
      position,
    });
    expect(found.map(({ range, kind }) => [range.start.line, kind])).toEqual([
      [3, DocumentHighlightKind.Write],
      [17, DocumentHighlightKind.Read],
      [20, DocumentHighlightKind.Read],
    ]);
  });
});

describe("workspace symbols", () => {
  const symbols = (query: string) => session.custom<WorkspaceSymbol[]>("workspace/symbol", { query });

  test("all entities of all files, with what they are and where", async () => {
    session = await Session.start(FILES);
    const all = await symbols("");
    expect(all.map(({ name }) => name).sort()).toEqual(
      ["azure-se", "duel", "gpt", "gpt@azure-se", "gpt@openai", "msa", "openai", "support", "tickets"].sort(),
    );
    expect(all.find(({ name }) => name === "duel")).toMatchObject({
      containerName: "benchmark · acme.benchmark.yaml",
      location: { uri: session.uri("acme.benchmark.yaml") },
    });
  });

  test("by a few letters, the best first, and by kind", async () => {
    session = await Session.start(FILES);
    expect((await symbols("GPT")).map(({ name }) => name)).toEqual(["gpt", "gpt@azure-se", "gpt@openai"]);
    expect((await symbols("gazr")).map(({ name }) => name)).toEqual(["gpt@azure-se"]);
    expect((await symbols("openai")).map(({ name }) => name)).toEqual(["openai", "gpt@openai"]);
    expect((await symbols("workload")).map(({ name }) => name)).toEqual(["tickets"]);
    expect((await symbols("business unit sup")).map(({ name }) => name)).toEqual(["support"]);
    expect(await symbols("nothing-like-it")).toEqual([]);
  });
});

describe("linked editing", () => {
  const weighted = POLICY.replace(
    "candidates: [gpt@openai, gpt@azure-se]",
    "strategy: weighted\n      candidates: [gpt@openai, gpt@azure-se]\n      weights: { gpt@openai: 80, gpt@azure-se: 20 }",
  );
  const linked = (name: string, needle: string, further = 1) =>
    session.request<LinkedEditingRanges | null>("textDocument/linkedEditingRange", name, {
      position: place(name, needle, further),
    });

  test("a candidate and its weight", async () => {
    session = await Session.start(WORKSPACE);
    await session.open("acme.routing-policy.yaml", weighted);
    const found = await linked("acme.routing-policy.yaml", "gpt@openai: 80");
    expect(found?.ranges.map(({ start }) => start)).toEqual([
      place("acme.routing-policy.yaml", "gpt@openai,"),
      place("acme.routing-policy.yaml", "gpt@openai: 80"),
    ]);
  });

  test("not what stands alone, and not a definition with its references", async () => {
    session = await Session.start(WORKSPACE);
    await session.open("acme.routing-policy.yaml", POLICY);
    await session.open("acme.catalog.yaml", CATALOG);
    await session.open("acme.benchmark.yaml", BENCHMARK);
    expect(await linked("acme.routing-policy.yaml", "gpt@openai")).toBeNull();
    expect(await linked("acme.catalog.yaml", "openai:\n")).toBeNull();
    expect(await linked("acme.benchmark.yaml", "gpt@openai")).toBeNull();
  });
});
