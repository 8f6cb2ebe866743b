import { rmSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { ClientCapabilities, Diagnostic } from "vscode-languageserver";
import { CATALOG, POLICY, WORKSPACE } from "./testing/samples.ts";
import { positionOf, Session, VSCODE } from "./testing/session.ts";

let session: Session;

afterEach(async () => {
  expect(session.logged.filter((line) => line.includes("failed"))).toEqual([]);
  await session.stop();
});

async function start(files?: Readonly<Record<string, string>>, capabilities?: ClientCapabilities) {
  session = await Session.start(files, capabilities);
}

const codes = (found: Diagnostic[]) => found.map(({ code }) => code);

/** The sample has a candidate that never serves, which is another matter. */
const isLinked = (found: Diagnostic[]) => !codes(found).some((code) => String(code).startsWith("link."));

describe("diagnostics", () => {
  test("of closed files, and of an open one as it is typed", async () => {
    await start({ ...WORKSPACE, "broken.catalog.yaml": "apiVersion: fairlead/v1\nkind: Catalog\nprovidrs: {}\n" });
    expect(codes(await session.diagnostics("broken.catalog.yaml"))).toEqual(["document.unknown-key"]);
    await session.open("acme.routing-policy.yaml", POLICY);
    expect(await session.diagnostics("acme.routing-policy.yaml")).toEqual([]);
    const at = positionOf(session.document("acme.routing-policy.yaml"), "gpt@openai");
    await session.edit("acme.routing-policy.yaml", [
      { range: { start: at, end: { ...at, character: at.character + 3 } }, newText: "gtp" },
    ]);
    const [found] = await session.diagnostics("acme.routing-policy.yaml");
    expect(found).toMatchObject({
      code: "link.unknown-id",
      severity: 1,
      source: "fairlead",
      message: 'There is no deployment "gtp@openai". Did you mean "gpt@openai"?',
      range: { start: at, end: { ...at, character: at.character + 10 } },
    });
  });

  test("an edit in one file is seen in another, and taken back when the editor discards it", async () => {
    await start(WORKSPACE);
    await session.open("acme.catalog.yaml", CATALOG.replace("  gpt@openai:", "  gpt@azure-se2:"));
    await session.diagnostics("acme.routing-policy.yaml", (found) => codes(found).includes("link.unknown-id"));
    await session.close("acme.catalog.yaml");
    await session.diagnostics("acme.routing-policy.yaml", isLinked);
  });

  test("follow the disk: created, changed and deleted files", async () => {
    await start({ "acme.routing-policy.yaml": POLICY });
    expect(codes(await session.diagnostics("acme.routing-policy.yaml"))).toEqual(["link.no-documents"]);
    session.write("acme.catalog.yaml", CATALOG);
    await session.changedOnDisk("acme.catalog.yaml", 1);
    await session.diagnostics("acme.routing-policy.yaml", isLinked);
    session.write("acme.catalog.yaml", "apiVersion: fairlead/v2\nkind: Catalog\n");
    await session.changedOnDisk("acme.catalog.yaml");
    await session.diagnostics("acme.catalog.yaml", (found) => codes(found).includes("document.unknown-api-version"));
    rmSync(path.join(session.folder, "acme.catalog.yaml"));
    await session.changedOnDisk("acme.catalog.yaml", 3);
    await session.diagnostics("acme.catalog.yaml", (found) => found.length === 0);
    await session.diagnostics("acme.routing-policy.yaml", (found) => codes(found).includes("link.no-documents"));
  });

  test("documents of a folder that is deleted are gone, though nobody tells of them", async () => {
    await start({ "acme.routing-policy.yaml": POLICY, "catalogs/acme.catalog.yaml": CATALOG });
    await session.open("acme.routing-policy.yaml", POLICY);
    await session.diagnostics("acme.routing-policy.yaml", isLinked);
    rmSync(path.join(session.folder, "catalogs"), { recursive: true });
    await session.changedOnDisk("catalogs", 3);
    await session.diagnostics("acme.routing-policy.yaml", (found) => codes(found).includes("link.no-documents"));
  });

  test("related places of duplicates", async () => {
    await start({
      ...WORKSPACE,
      "second.yaml": "apiVersion: fairlead/v1\nkind: Catalog\nproviders:\n  openai: { adapter: openai }\n",
    });
    const [found] = await session.diagnostics("second.yaml");
    expect(found?.relatedInformation?.[0]?.location.uri).toBe(session.uri("acme.catalog.yaml"));
  });

  test("nothing for YAML that is not ours", async () => {
    await start({});
    await session.open("docker-compose.yaml", "services: [");
    await session.open("x.catalog.yaml", "kind: Catalo\n");
    expect(codes(await session.diagnostics("x.catalog.yaml"))).not.toEqual([]);
    // Diagnostics of all files go out together.
    expect(session.shown("docker-compose.yaml")).toBeUndefined();
  });
});

describe("quick fixes", () => {
  test.each([
    ["an unknown key", CATALOG.replace("  azure-se:", "  azure-se:\n    jurisdicton: us"), "jurisdicton", undefined],
    ["a misspelt key", CATALOG.replace("    region: swedencentral", "    regoin: swedencentral"), "regoin", CATALOG],
    [
      "a wrong value",
      CATALOG.replace("adapter: azure-openai", "adapter: azure-opneai # ask"),
      "azure-opneai",
      CATALOG.replace("azure-openai", "azure-openai # ask"),
    ],
    [
      "an unknown id",
      CATALOG.replace("contract: msa", 'contract: "mas"'),
      "mas",
      CATALOG.replace("contract: msa", 'contract: "msa"'),
    ],
    [
      "with CRLF",
      CATALOG.replace("kind: Catalog", "kind: Catalogg").replaceAll("\n", "\r\n"),
      "Catalogg",
      CATALOG.replaceAll("\n", "\r\n"),
    ],
  ])("%s", async (_name, text, needle, fixed) => {
    await start({});
    await session.open("a.catalog.yaml", text);
    await session.diagnostics("a.catalog.yaml", (found) => found.length > 0);
    const at = positionOf(session.document("a.catalog.yaml"), needle, 1);
    const actions = await session.codeActions("a.catalog.yaml", { start: at, end: at });
    if (fixed === undefined)
      return expect(actions).toMatchObject([{ title: `Remove "${needle}"`, isPreferred: false }]);
    expect(actions[0]).toMatchObject({ isPreferred: true, kind: "quickfix" });
    expect(actions[0]?.title).toMatch(/^Replace ".+" with ".+"$/);
    expect(await session.apply("a.catalog.yaml", actions[0]?.edit)).toBe(fixed);
    await session.diagnostics("a.catalog.yaml", (found) => found.length === 0);
  });

  test("belong to the text as it is, even before its diagnostics are out", async () => {
    await start({});
    await session.open("a.catalog.yaml", "kind: Catalgo\n");
    await session.edit("a.catalog.yaml", [
      { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, newText: "# one line down\n" },
    ]);
    const at = { line: 1, character: 7 };
    const actions = await session.codeActions("a.catalog.yaml", { start: at, end: at });
    expect(await session.apply("a.catalog.yaml", actions[0]?.edit)).toBe("# one line down\nkind: Catalog\n");
  });

  test("have no version for a client that takes none", async () => {
    await start({}, {});
    await session.open("a.catalog.yaml", "kind: Catalgo\n");
    const at = { line: 0, character: 7 };
    const [action] = await session.codeActions("a.catalog.yaml", { start: at, end: at });
    expect(action?.edit?.changes?.[session.uri("a.catalog.yaml")]).toHaveLength(1);
  });
});

describe("completion, hover and navigation", () => {
  test("completes ids of a file that is only on disk", async () => {
    await start(WORKSPACE);
    const cursor = await session.open(
      "acme.routing-policy.yaml",
      POLICY.replace("[gpt@openai, gpt@azure-se]", "[gpt@openai, |]"),
    );
    const items = await session.completion("acme.routing-policy.yaml", cursor);
    expect(items.map(({ label }) => label)).toEqual(["gpt@azure-se"]);
  });

  test("an id that was just typed in another file is offered", async () => {
    await start(WORKSPACE);
    await session.open(
      "acme.catalog.yaml",
      CATALOG.replace("  gpt@openai:", "  gpt@new:\n    upstream: x\n  gpt@openai:"),
    );
    await session.diagnostics("acme.catalog.yaml", (found) => found.length > 0);
    const cursor = await session.open("acme.routing-policy.yaml", POLICY.replace("[gpt@openai, gpt@azure-se]", "[|]"));
    const items = await session.completion("acme.routing-policy.yaml", cursor);
    expect(items.map(({ label }) => label)).toContain("gpt@new");
  });

  test("hover: an entity's card, a key, a value, a workload's route", async () => {
    await start(WORKSPACE);
    const at = async (text: string, needle: string, further: number) => {
      const found = await session.hover(
        "acme.routing-policy.yaml",
        positionOf(session.document("acme.routing-policy.yaml"), needle, further),
      );
      return found && "value" in (found.contents as object) ? (found.contents as { value: string }).value : text;
    };
    await session.open("acme.routing-policy.yaml", POLICY);
    expect(await at("", "gpt@openai", 5)).toContain(
      "**gpt@openai** (deployment)\n\n- Price: $5 in, $30 out per million tokens\n- Jurisdiction: us\n- Contract: msa\n- Context window: 128,000 tokens\n- Upstream id: gpt-2026",
    );
    expect(await at("", "sensitivity", 2)).toContain("**Sensitivity**");
    expect(await at("", "internal", 2)).toContain("For the company only");
    expect(await at("", "residency", 2)).toContain("**Residency**");
    const route = await at("", "tickets:", 1);
    expect(route).toContain("**tickets** (workload)");
    expect(route).toContain("1. gpt@azure-se");
    expect(route).toContain("not gpt@openai");
    expect(await at("nothing", "apiVersion: fairlead/v1\n", 24)).not.toContain("deployment");
  });

  test("definition and references across files", async () => {
    await start(WORKSPACE);
    await session.open("acme.routing-policy.yaml", POLICY);
    const cursor = positionOf(session.document("acme.routing-policy.yaml"), "gpt@azure-se", 5);
    const [link] = await session.definition("acme.routing-policy.yaml", cursor);
    expect(link).toMatchObject({
      targetUri: session.uri("acme.catalog.yaml"),
      targetSelectionRange: { start: { line: 18, character: 2 }, end: { line: 18, character: 14 } },
      originSelectionRange: { start: { line: 10, character: 31 }, end: { line: 10, character: 43 } },
    });
    const references = await session.references("acme.routing-policy.yaml", cursor);
    expect(references.map(({ uri, range }) => `${uri.split("/").at(-1)}:${range.start.line}`)).toEqual([
      "acme.catalog.yaml:18",
      "acme.benchmark.yaml:5",
      "acme.routing-policy.yaml:10",
    ]);
    await session.open("acme.catalog.yaml", CATALOG);
    const provider = positionOf(session.document("acme.catalog.yaml"), "gpt@azure-se", 6);
    expect(await session.definition("acme.catalog.yaml", provider)).toMatchObject([
      { targetSelectionRange: { start: { line: 8, character: 2 } } },
    ]);
  });

  test("symbols: sections and their entities", async () => {
    await start(WORKSPACE);
    await session.open("acme.catalog.yaml", CATALOG);
    const symbols = await session.symbols("acme.catalog.yaml");
    expect(symbols.map(({ name, children }) => [name, children?.map((child) => child.name)])).toEqual([
      ["providers", ["openai", "azure-se"]],
      ["models", ["gpt"]],
      ["deployments", ["gpt@openai", "gpt@azure-se"]],
      ["contracts", ["msa"]],
    ]);
    for (const parent of symbols) {
      for (const child of parent.children ?? []) {
        expect(child.range.start.line).toBeGreaterThanOrEqual(parent.range.start.line);
        expect(child.range.end.line).toBeLessThanOrEqual(parent.range.end.line);
        expect(child.selectionRange.start).toEqual(child.range.start);
      }
    }
  });

  test("a client with few capabilities gets plain answers", async () => {
    await start(WORKSPACE, {});
    await session.open("acme.routing-policy.yaml", POLICY);
    const cursor = positionOf(session.document("acme.routing-policy.yaml"), "support\n", 1);
    const [location] = await session.definition("acme.routing-policy.yaml", cursor);
    expect(location).toMatchObject({ uri: session.uri("acme.routing-policy.yaml"), range: { start: { line: 3 } } });
    expect(VSCODE.textDocument?.definition?.linkSupport).toBe(true);
  });
});

describe("code", () => {
  const client =
    'import OpenAI from "openai";\n\nexport const client = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });\n';

  test("a direct vendor client is a warning with a quick fix that names the workload", async () => {
    await start(WORKSPACE);
    await session.open("services/support/summarise.ts", client);
    const found = await session.diagnostics("services/support/summarise.ts", (all) => all.length > 0);
    expect(found[0]).toMatchObject({ severity: 2, source: "fairlead", range: { start: { line: 2 } } });
    const range = found[0]?.range as Diagnostic["range"];
    const actions = await session.codeActions("services/support/summarise.ts", range);
    expect(actions[0]).toMatchObject({ isPreferred: true, kind: "quickfix.fairlead.safe" });
    const fixed = await session.apply("services/support/summarise.ts", actions[0]?.edit);
    expect(fixed).toContain('import { GatewayOpenAI } from "@fairlead/runtime/openai";');
    expect(fixed).toContain('new GatewayOpenAI({ workload: "tickets" })');
    await session.diagnostics("services/support/summarise.ts", (all) => all.length === 0);
  });

  test("fix all only where it is asked for", async () => {
    await start(WORKSPACE);
    await session.open("services/support/a.ts", client);
    const whole = { start: { line: 0, character: 0 }, end: { line: 3, character: 0 } };
    const kinds = (await session.codeActions("services/support/a.ts", whole)).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(["quickfix", "quickfix.fairlead.safe"]));
    const safe = await session.codeActions("services/support/a.ts", whole, ["quickfix.fairlead.safe"]);
    expect(safe.map(({ kind }) => kind)).toEqual(["quickfix.fairlead.safe"]);
    const actions = await session.codeActions("services/support/a.ts", whole, ["source.fixAll"]);
    expect(actions.map(({ kind }) => kind)).toEqual(["source.fixAll.fairlead"]);
    expect(await session.apply("services/support/a.ts", actions[0]?.edit)).toContain("GatewayOpenAI");
    expect(await session.codeActions("services/support/a.ts", whole, ["source.fixAll"])).toEqual([]);
  });

  test("a change of the policy's globs changes what the fix says", async () => {
    await start(WORKSPACE);
    await session.open("services/other/a.ts", client);
    const [found] = await session.diagnostics("services/other/a.ts", (all) => all.length > 0);
    const before = await session.codeActions("services/other/a.ts", (found as Diagnostic).range);
    expect(before.some(({ isPreferred }) => isPreferred)).toBe(false);
    session.write("acme.routing-policy.yaml", POLICY.replace("services/support/**", "services/**"));
    await session.changedOnDisk("acme.routing-policy.yaml");
    const after = await session.codeActions("services/other/a.ts", (found as Diagnostic).range);
    expect(after[0]).toMatchObject({ isPreferred: true });
  });
});

describe("the extension's requests", () => {
  test("workloads, benchmarks and explain", async () => {
    await start(WORKSPACE);
    const [workload] = await session.custom<{ id: string; uri: string; range: { start: { line: number } } }[]>(
      "fairlead/workloads",
      {},
    );
    expect(workload).toMatchObject({
      id: "tickets",
      uri: session.uri("acme.routing-policy.yaml"),
      range: { start: { line: 5 } },
    });
    expect(await session.custom("fairlead/benchmarks", {})).toMatchObject([{ id: "duel" }]);
    const { text } = await session.custom<{ text: string }>("fairlead/explain", { workload: "tickets" });
    expect(text).toContain("gpt@azure-se");
    const unknown = await session.custom<{ text: string }>("fairlead/explain", { workload: "ticket" });
    expect(unknown.text).toBe('There is no workload "ticket". Did you mean "tickets"?');
  });

  test("the cases of a benchmark, with names, places and the dataset", async () => {
    const suite = `apiVersion: fairlead/v1
kind: BenchmarkSuite
benchmarks:
  other:
    workload: tickets
    arms: [gpt@openai, gpt@azure-se]
    cases: [{ prompt: Bye }]
  duel:
    workload: tickets
    arms: [gpt@openai, gpt@azure-se]
    prompt: "{{x}}"
    cases:
      - { name: first, vars: { x: 1 } }
      - vars: { x: 2 }
    dataset: { file: rows.csv, limit: 5 }
`;
    await start({ ...WORKSPACE, "acme.benchmark.yaml": suite });
    expect(await session.custom("fairlead/benchmarkCases", { benchmark: "duel" })).toEqual({
      uri: session.uri("acme.benchmark.yaml"),
      cases: [
        { name: "first", range: { start: { line: 12, character: 8 }, end: { line: 12, character: 39 } } },
        { range: { start: { line: 13, character: 8 }, end: { line: 13, character: 22 } } },
      ],
      dataset: { file: "rows.csv", limit: 5 },
    });
    expect(await session.custom("fairlead/benchmarkCases", { benchmark: "due" })).toBeNull();
  });

  test("explain says why it cannot, and sees what is typed", async () => {
    await start(WORKSPACE);
    await session.open("acme.routing-policy.yaml", POLICY.replace("gpt@openai", "gpt@nowhere"));
    const { text } = await session.custom<{ text: string }>("fairlead/explain", { workload: "tickets" });
    expect(text).toMatch(/^The documents have an error/);
  });

  test("scan and migrateFile", async () => {
    const code = 'import OpenAI from "openai";\nnew OpenAI();\n';
    await start({ ...WORKSPACE, "services/support/a.ts": code, "node_modules/x/a.ts": code });
    const scan = await session.custom<{ findings: { uri: string; state: string }[]; files: number }>(
      "fairlead/scan",
      {},
    );
    expect(new Set(scan.findings.map(({ uri }) => uri))).toEqual(new Set([session.uri("services/support/a.ts")]));
    expect(scan.files).toBe(1);
    const edit = await session.custom<{ documentChanges: { textDocument: { version: null } }[] }>(
      "fairlead/migrateFile",
      {
        uri: session.uri("services/support/a.ts"),
      },
    );
    expect(edit.documentChanges[0]?.textDocument.version).toBeNull();
    expect(await session.custom("fairlead/migrateFile", { uri: session.uri("acme.catalog.yaml") })).toBeNull();
  });
});
