import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { CodeLens, DocumentLink, FoldingRange, InlayHint, SelectionRange } from "vscode-languageserver";
import { CATALOG, POLICY, WORKSPACE } from "../testing/samples.ts";
import { positionOf, Session, type SessionOptions, VSCODE } from "../testing/session.ts";

const COMMANDS = ["fairlead.showReferences", "fairlead.explainRoute", "fairlead.runBenchmark", "fairlead.revealFolder"];
const CLIENT = { initializationOptions: { clientCommands: COMMANDS } };
const REFRESHING = {
  ...VSCODE,
  workspace: {
    ...VSCODE.workspace,
    configuration: true,
    codeLens: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
  },
};

const LONG_POLICY = `${POLICY}budgets:
  support-month:
    scope: { businessUnit: support }
    limit: 2500 USD
    window: month
    timezone: Europe/Stockholm
    thresholds: [{ at: "80%", do: warn }, { at: 100%, do: block }]
`;

const LONG_CATALOG = CATALOG.replace(
  "  msa: { provider: openai, renews: 2027-06-30 }\n",
  "  msa:\n    provider: openai\n    renews: 2027-06-30\n    document: contracts/msa.txt\n",
);

const FILES = {
  ...WORKSPACE,
  "acme.catalog.yaml": LONG_CATALOG,
  "acme.routing-policy.yaml": LONG_POLICY,
  "contracts/msa.txt": "signed",
  "services/support/reply.ts":
    'import { GatewayOpenAI } from "@fairlead/runtime/openai";\nexport const client = new GatewayOpenAI({ workload: "tickets" });\n',
};

let session: Session;

async function start(files: Record<string, string>, capabilities = VSCODE, options: SessionOptions = CLIENT) {
  session = await Session.start(files, capabilities, options);
  return session;
}

/** Waits longer than the server does after a change, and until nothing more comes of it. */
async function settled(): Promise<void> {
  let before: number;
  do {
    before = session.refreshed.length;
    await new Promise((resolve) => setTimeout(resolve, 450));
  } while (session.refreshed.length > before);
}

/** All lenses of a file with their titles, by the line they stand above. */
async function lenses(name: string): Promise<{ line: string; title: string; command: string; arguments: unknown }[]> {
  const found = await session.request<CodeLens[]>("textDocument/codeLens", name, {});
  const resolved = await Promise.all(found.map((lens) => session.custom<CodeLens>("codeLens/resolve", lens)));
  const lines = session.text(name).split("\n");
  return resolved.map(({ range, command }) => ({
    line: (lines[range.start.line] ?? "").trim(),
    title: command?.title ?? "",
    command: command?.command ?? "",
    arguments: command?.arguments,
  }));
}

async function titles(name: string): Promise<string[]> {
  return (await lenses(name)).map(({ line, title }) => `${line} ${title}`);
}

afterEach(async () => {
  expect(session.logged).toEqual([]);
  await session.stop();
});

describe("lenses", () => {
  test("of a policy: where a workload goes and for how much, and who names it, code included", async () => {
    await start(FILES);
    await session.open("acme.routing-policy.yaml", LONG_POLICY);
    await session.diagnostics("acme.routing-policy.yaml");
    const found = await lenses("acme.routing-policy.yaml");
    expect(found.map(({ line, title }) => `${line} ${title}`)).toEqual([
      "tickets: → gpt@azure-se · $12.50 per million tokens",
      "tickets: 2 references",
    ]);
    expect(found[0]).toMatchObject({ command: "fairlead.explainRoute", arguments: ["tickets"] });
    const [uri, position, locations] = (found[1]?.arguments ?? []) as [string, unknown, { uri: string }[]];
    expect(uri).toBe(session.uri("acme.routing-policy.yaml"));
    expect(position).toEqual({ line: 5, character: 2 });
    expect(locations.map((location) => location.uri)).toEqual([
      session.uri("acme.benchmark.yaml"),
      session.uri("services/support/reply.ts"),
    ]);
  });

  test("of a catalog: what providers and contracts are for, and what an outage leaves; nothing above what is one line", async () => {
    await start(FILES);
    await session.open("acme.catalog.yaml", LONG_CATALOG);
    await session.diagnostics("acme.catalog.yaml");
    expect(await titles("acme.catalog.yaml")).toEqual([
      "openai: Serves no workload",
      "openai: Outage: nothing changes",
      "azure-se: First choice of 1 workload",
      "azure-se: Outage: tickets (standard) has nothing left",
      "msa: 1 reference",
    ]);
  });

  test("an outage that something survives", async () => {
    await start({
      ...FILES,
      "acme.routing-policy.yaml": LONG_POLICY.replace("    needs: { residency: [eu] }\n", "").replace(
        "sensitivity: internal",
        "sensitivity: public",
      ),
    });
    await session.open("acme.catalog.yaml", LONG_CATALOG);
    await session.diagnostics("acme.catalog.yaml");
    const all = await titles("acme.catalog.yaml");
    expect(all).toContain("openai: Outage: 1 workload moves");
    expect(all).toContain("azure-se: Fallback of 1 workload");
    expect(all).toContain("azure-se: Outage: nothing changes");
  });

  test("of a benchmark: only where the editor can run it", async () => {
    const suite = WORKSPACE["acme.benchmark.yaml"];
    await start(FILES);
    await session.open("acme.benchmark.yaml", suite);
    expect(await lenses("acme.benchmark.yaml")).toMatchObject([
      { line: "duel:", title: "▷ Run benchmark", command: "fairlead.runBenchmark", arguments: ["duel"] },
    ]);
    await session.stop();
    await start(FILES, VSCODE, {});
    await session.open("acme.benchmark.yaml", suite);
    expect(await lenses("acme.benchmark.yaml")).toEqual([]);
  });

  test("an editor without our commands has the words without them", async () => {
    await start(FILES, VSCODE, {});
    await session.open("acme.routing-policy.yaml", LONG_POLICY);
    await session.diagnostics("acme.routing-policy.yaml");
    expect(await lenses("acme.routing-policy.yaml")).toMatchObject([
      { title: "→ gpt@azure-se · $12.50 per million tokens", command: "" },
      { title: "2 references", command: "" },
    ]);
  });

  test("with errors they say that they do not know", async () => {
    await start({ ...FILES, "acme.catalog.yaml": LONG_CATALOG.replace("adapter: openai", "adapter: nonsense") });
    await session.open("acme.routing-policy.yaml", LONG_POLICY);
    await session.diagnostics("acme.routing-policy.yaml");
    expect(await titles("acme.routing-policy.yaml")).toContain("tickets: No route while there are errors");
  });

  test("each can be switched off, at once", async () => {
    const settings = { codeLens: { references: false, routes: false, outages: false, benchmarks: false } };
    await start(FILES, REFRESHING, { ...CLIENT, settings });
    await session.open("acme.routing-policy.yaml", LONG_POLICY);
    await session.open("acme.catalog.yaml", LONG_CATALOG);
    await session.diagnostics("acme.catalog.yaml");
    expect(await lenses("acme.catalog.yaml")).toEqual([]);
    expect(await lenses("acme.routing-policy.yaml")).toEqual([]);
    session.settings = { codeLens: { references: false } };
    await session.notify("workspace/didChangeConfiguration", { settings: {} });
    await expect.poll(() => session.refreshed).toContain("codeLens");
    await expect
      .poll(() => titles("acme.routing-policy.yaml"))
      .toEqual(["tickets: → gpt@azure-se · $12.50 per million tokens"]);
  });

  test("they stay above their lines while a text is broken, and go with the lines", async () => {
    await start(FILES);
    await session.open("acme.catalog.yaml", LONG_CATALOG);
    await session.diagnostics("acme.catalog.yaml");
    const before = await titles("acme.catalog.yaml");
    const at = positionOf(session.document("acme.catalog.yaml"), "  openai:");
    const type = (newText: string, end = at) =>
      session.edit("acme.catalog.yaml", [{ range: { start: at, end }, newText }]);
    await type("  broken: 'x\n");
    const found = (await lenses("acme.catalog.yaml")).map(({ line }) => line);
    expect(found).toEqual(before.map((line) => `${line.split(":")[0]}:`));
    const wholeOfOpenai = positionOf(session.document("acme.catalog.yaml"), "  azure-se:");
    await type("  broken: 'x\n", wholeOfOpenai);
    expect((await lenses("acme.catalog.yaml")).map(({ line }) => line)).not.toContain("openai:");
  });

  test("settings can be sent too, by an editor that can not be asked for them", async () => {
    await start(FILES);
    await session.open("acme.routing-policy.yaml", LONG_POLICY);
    await session.diagnostics("acme.routing-policy.yaml");
    const settings = { fairlead: { codeLens: { references: false } } };
    await session.notify("workspace/didChangeConfiguration", { settings });
    expect(await titles("acme.routing-policy.yaml")).toEqual(["tickets: → gpt@azure-se · $12.50 per million tokens"]);
    await session.notify("workspace/didChangeConfiguration", { settings: null });
    expect(await titles("acme.routing-policy.yaml")).toHaveLength(2);
  });

  test("they are asked for again when facts elsewhere are others, and not when they are the same", async () => {
    await start(FILES, REFRESHING);
    await session.open("acme.routing-policy.yaml", LONG_POLICY);
    await session.diagnostics("acme.routing-policy.yaml");
    await settled();
    await lenses("acme.routing-policy.yaml");
    const before = session.refreshed.length;
    await session.edit("acme.routing-policy.yaml", []);
    await settled();
    expect(session.refreshed.length).toBe(before);
    session.write("acme.catalog.yaml", LONG_CATALOG.replace("input: 6,", "input: 10,"));
    await session.changedOnDisk("acme.catalog.yaml");
    await expect.poll(() => session.refreshed.length).toBeGreaterThan(before);
    await expect.poll(() => titles("acme.routing-policy.yaml").then(([first]) => first)).toContain("$15.50");
  });
});

describe("budgets", () => {
  let gateway: Server | undefined;
  let asked: (string | undefined)[] = [];

  /** A gateway that knows one budget. Resolves with its address. */
  async function serve(status = 200): Promise<string> {
    asked = [];
    gateway = createServer((request, response) => {
      asked.push(`${request.url} ${request.headers.authorization}`);
      const spent = { spentMicroUsd: 62_130_000, limitMicroUsd: 2_500_000_000, resetsAt: "2026-11-30T23:00:00.000Z" };
      response.writeHead(status).end(JSON.stringify({ budgets: [{ budget: "support-month", ...spent }, null, {}] }));
    });
    await new Promise<void>((resolve) => gateway?.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
  }

  afterEach(() => gateway?.close());

  async function hovered(): Promise<string> {
    const position = positionOf(session.document("acme.routing-policy.yaml"), "support-month", 2);
    const shown = await session.hover("acme.routing-policy.yaml", position);
    return (shown?.contents as { value: string } | undefined)?.value ?? "";
  }

  test("what they have spent, while a gateway is connected", async () => {
    await start(FILES, REFRESHING);
    await session.open("acme.routing-policy.yaml", LONG_POLICY);
    await session.diagnostics("acme.routing-policy.yaml");
    await titles("acme.routing-policy.yaml");
    expect(await hovered()).not.toContain("spent");
    await session.notify("fairlead/gateway", { url: await serve(), key: "fl_secret" });
    await expect.poll(() => session.refreshed).toContain("codeLens");
    const words = "2% spent: 62.13 of 2500.00 USD; starts anew 1 December";
    await expect.poll(() => titles("acme.routing-policy.yaml")).toContain(`support-month: ${words}`);
    expect(await hovered()).toContain(words);
    expect(asked).toEqual(["/fairlead/v1/spend Bearer fl_secret"]);
    await session.notify("fairlead/gateway", {});
    expect((await titles("acme.routing-policy.yaml")).join()).not.toContain("support-month");
  });

  test("a gateway that is gone, or does not tell, is no trouble", async () => {
    await start(FILES, REFRESHING);
    await session.open("acme.routing-policy.yaml", LONG_POLICY);
    await settled();
    await session.notify("fairlead/gateway", { url: await serve(403), key: "fl_wrong" });
    await expect.poll(async () => (await titles("acme.routing-policy.yaml")).join()).not.toContain("support-month");
    await session.notify("fairlead/gateway", { url: "http://127.0.0.1:1", key: "fl_wrong" });
    expect(await hovered()).not.toContain("spent");
    await session.notify("fairlead/gateway", { url: "ftp://nowhere", key: 3 });
    expect(await hovered()).not.toContain("spent");
  });
});

describe("hints", () => {
  const everything = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };

  async function hints(name: string, range = everything): Promise<string[]> {
    const found = await session.request<InlayHint[]>("textDocument/inlayHint", name, { range });
    const document = session.document(name);
    return found.map(({ position, label }) => {
      const before = document.getText({ start: { line: position.line, character: 0 }, end: position });
      return `${/[^\s{[]*$/.exec(before)?.[0]} ${label}`;
    });
  }

  test("amounts of thresholds, and how far off dates are", async () => {
    await start(FILES);
    await session.open("acme.routing-policy.yaml", LONG_POLICY);
    await session.open("acme.catalog.yaml", LONG_CATALOG);
    expect(await hints("acme.routing-policy.yaml")).toEqual(['"80%" = 2000 USD', "100% = 2500 USD"]);
    expect(await hints("acme.catalog.yaml")).toEqual(["2027-06-30 in 241 days"]);
    expect(await hints("acme.catalog.yaml", { ...everything, end: { line: 3, character: 0 } })).toEqual([]);
  });

  test("prices of candidates where they are wanted, and nothing that is not", async () => {
    const settings = { inlayHints: { candidatePrices: true, thresholds: false, dates: false } };
    await start(FILES, REFRESHING, { settings });
    await session.open("acme.routing-policy.yaml", LONG_POLICY);
    await session.open("acme.catalog.yaml", LONG_CATALOG);
    await session.diagnostics("acme.catalog.yaml");
    expect(await hints("acme.routing-policy.yaml")).toEqual(["gpt@openai $11.25", "gpt@azure-se $12.50"]);
    expect(await hints("acme.catalog.yaml")).toEqual([]);
  });
});

describe("links", () => {
  test("to a contract's text and to the code of a workload, where they are", async () => {
    await start(FILES);
    await session.open("acme.catalog.yaml", LONG_CATALOG);
    await session.open(
      "acme.routing-policy.yaml",
      LONG_POLICY.replace(
        'code: ["services/support/**"]',
        'code: ["services/support/**", "gone/**", "**", services/support/reply.ts]',
      ),
    );
    const [contract] = await session.request<DocumentLink[]>("textDocument/documentLink", "acme.catalog.yaml", {});
    expect(contract?.target).toBe(session.uri("contracts/msa.txt"));
    expect(session.document("acme.catalog.yaml").getText(contract?.range)).toBe("contracts/msa.txt");
    const code = await session.request<DocumentLink[]>("textDocument/documentLink", "acme.routing-policy.yaml", {});
    const folder = encodeURIComponent(JSON.stringify([session.uri("services/support")]));
    expect(code.map(({ target }) => target)).toEqual([
      `command:fairlead.revealFolder?${folder}`,
      session.uri("services/support/reply.ts"),
    ]);
  });

  test("a folder itself for other editors, addresses as they are, and nothing outside of the folder", async () => {
    const linked = LONG_CATALOG.replace("contracts/msa.txt", "https://example.com/msa.pdf");
    await start(FILES, VSCODE, {});
    await session.open("acme.catalog.yaml", linked);
    await session.open("acme.routing-policy.yaml", LONG_POLICY.replace("services/support/**", "../**"));
    expect(await session.request("textDocument/documentLink", "acme.catalog.yaml", {})).toMatchObject([
      { target: "https://example.com/msa.pdf" },
    ]);
    expect(await session.request("textDocument/documentLink", "acme.routing-policy.yaml", {})).toEqual([]);
    await session.edit("acme.routing-policy.yaml", [
      {
        range: {
          start: positionOf(session.document("acme.routing-policy.yaml"), "../**"),
          end: positionOf(session.document("acme.routing-policy.yaml"), "../**", 5),
        },
        newText: "services/**",
      },
    ]);
    expect(await session.request("textDocument/documentLink", "acme.routing-policy.yaml", {})).toMatchObject([
      { target: session.uri("services") },
    ]);
  });
});

describe("folding", () => {
  async function folds(text: string, capabilities = VSCODE): Promise<string[]> {
    await start({}, capabilities);
    await session.open("a.catalog.yaml", text);
    const found = await session.request<FoldingRange[]>("textDocument/foldingRange", "a.catalog.yaml", {});
    return found.map(({ startLine, endLine, kind }) => `${startLine}-${endLine}${kind ? ` ${kind}` : ""}`);
  }

  test("maps, lists, values, brackets", async () => {
    const text = "a:\n  b:\n    - c: 1\n      d: 2\n    - e\n\n  f: |\n    # no comment\n    g\ni: [\n  j,\n]\nk: 1\n";
    expect(await folds(text)).toEqual(["0-8", "1-4", "2-3", "6-8", "9-10"]);
  });

  test("comments and regions", async () => {
    const text = "# one\n# two\n# region prices\na:\n  # alone\n  b: 1\n#endregion\n";
    expect(await folds(text)).toEqual(["0-1 comment", "2-6 region", "3-5"]);
  });

  test("documents of a file, Windows line endings", async () => {
    expect(await folds("a:\r\n  b: 1\r\n---\r\nc: 1\r\nd: 2\r\n")).toEqual(["0-1", "0-1", "2-4"]);
  });

  test("no more than the editor takes, the outermost", async () => {
    const capabilities = { ...VSCODE, textDocument: { ...VSCODE.textDocument, foldingRange: { rangeLimit: 2 } } };
    expect(await folds("a:\n  b:\n    c:\n      d: 1\n", capabilities)).toEqual(["0-3", "1-3"]);
  });
});

describe("selections", () => {
  async function selections(text: string): Promise<string[]> {
    await start({});
    const position = await session.open("a.catalog.yaml", text);
    const [found] = await session.request<SelectionRange[]>("textDocument/selectionRange", "a.catalog.yaml", {
      positions: [position],
    });
    const grown: string[] = [];
    for (let range = found; range; range = range.parent)
      grown.push(session.document("a.catalog.yaml").getText(range.range));
    return grown;
  }

  test("from a part of an id over the value, the entry and its neighbours to the file", async () => {
    const text = 'x: 1\na:\n  b: "gpt@op|enai"\n  c: 2\n';
    const whole = text.replace("|", "");
    expect(await selections(text)).toEqual([
      "openai",
      "gpt@openai",
      '"gpt@openai"',
      'b: "gpt@openai"',
      'b: "gpt@openai"\n  c: 2',
      'a:\n  b: "gpt@openai"\n  c: 2',
      'x: 1\na:\n  b: "gpt@openai"\n  c: 2',
      whole,
    ]);
  });

  test("in a list, from a key, in nothing", async () => {
    expect(await selections("a: [b, c|c]\n")).toEqual(["cc", "[b, cc]", "a: [b, cc]", "a: [b, cc]\n"]);
    await session.stop();
    expect(await selections("a|b: 1\nc: 2\n")).toEqual(["ab", "ab: 1", "ab: 1\nc: 2", "ab: 1\nc: 2\n"]);
    await session.stop();
    expect(await selections("|")).toEqual([""]);
  });
});
