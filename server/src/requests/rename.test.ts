import { pathToFileURL } from "node:url";
import { checkFiles, parseFile } from "@fairlead/runtime/documents";
import { afterEach, describe, expect, test } from "vitest";
import type { ClientCapabilities, PrepareRenameResult, WorkspaceEdit } from "vscode-languageserver";
import { BENCHMARK, CATALOG, POLICY, WORKSPACE } from "../testing/samples.ts";
import { positionOf, Session, VSCODE } from "../testing/session.ts";
import { applyToFiles, editsByUri } from "../testing/workspace-edit.ts";

let session: Session;

const CLIENT: ClientCapabilities = {
  ...VSCODE,
  workspace: {
    ...VSCODE.workspace,
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: { groupsOnLabel: true } },
  },
};

const APP = `import { GatewayOpenAI } from "@fairlead/runtime/openai";
export const client = new GatewayOpenAI({ workload: 'tickets' }); // tickets
`;
const JOB = 'headers = {"fairlead-workload": "tickets"}\n';
const FILES = { ...WORKSPACE, "src/app.ts": APP, "jobs/run.py": JOB };

afterEach(async () => {
  expect(session.logged.filter((line) => line.includes("failed"))).toEqual([]);
  await session.stop();
});

/** Opens one of the files and renames what stands `further` characters into a needle. */
async function rename(
  name: keyof typeof FILES | string,
  needle: string,
  further: number,
  newName: string,
  files: Readonly<Record<string, string>> = FILES,
): Promise<Record<string, string>> {
  session = await Session.start(files, CLIENT);
  await session.open(name, (files[name] ?? "").replace(/^\uFEFF/, ""));
  const position = positionOf(session.document(name), needle, further);
  const edit = await session.request<WorkspaceEdit>("textDocument/rename", name, { position, newName });
  return applyToFiles(files, edit, (file) => session.uri(file));
}

async function refusal(...given: Parameters<typeof rename>): Promise<string> {
  const failed = await rename(...given).catch((error: Error) => error);
  if (!(failed instanceof Error)) throw new Error("was not refused");
  return failed.message;
}

async function prepare(name: string, needle: string, further = 0): Promise<unknown> {
  const position = positionOf(session.document(name), needle, further);
  return session.request<PrepareRenameResult | null>("textDocument/prepareRename", name, { position });
}

/** What `check` says of the documents among the files, from a warning on. */
function errorsOf(files: Readonly<Record<string, string>>): string[] {
  const parsed = Object.entries(files).flatMap(([name, text]) =>
    name.endsWith(".yaml") ? [parseFile(`file:///${name}`, text)] : [],
  );
  return checkFiles(parsed).diagnostics.flatMap(({ severity, message }) =>
    severity === "error" || severity === "warning" ? [message] : [],
  );
}

describe("rename", () => {
  test("a workload, from its definition: documents and code, in open and closed files", async () => {
    const after = await rename("acme.routing-policy.yaml", "tickets:", 3, "ticket-summaries");
    expect(after["acme.routing-policy.yaml"]).toBe(POLICY.replace("tickets:", "ticket-summaries:"));
    expect(after["acme.benchmark.yaml"]).toBe(BENCHMARK.replace("workload: tickets", "workload: ticket-summaries"));
    expect(after["src/app.ts"]).toBe(APP.replace("'tickets'", "'ticket-summaries'"));
    expect(after["jobs/run.py"]).toBe(JOB.replace("tickets", "ticket-summaries"));
    expect(after["acme.catalog.yaml"]).toBe(CATALOG);
  });

  test.each([
    ["src/app.ts", "'tickets'"],
    ["jobs/run.py", '"tickets"'],
    ["acme.benchmark.yaml", " tickets"],
  ])("the same from %s", async (name, needle) => {
    const after = await rename(name, needle, 4, "chat");
    expect(after).toEqual({
      ...FILES,
      "acme.routing-policy.yaml": POLICY.replace("tickets:", "chat:"),
      "acme.benchmark.yaml": BENCHMARK.replace("workload: tickets", "workload: chat"),
      "src/app.ts": APP.replace("'tickets'", "'chat'"),
      "jobs/run.py": JOB.replace("tickets", "chat"),
    });
  });

  test("a provider takes its deployments with it, wherever they stand", async () => {
    const after = await rename("acme.catalog.yaml", "openai:\n", 0, "openai-direct");
    expect(after["acme.catalog.yaml"]).toBe(
      CATALOG.replace("  openai:\n", "  openai-direct:\n")
        .replace("gpt@openai:", "gpt@openai-direct:")
        .replace("provider: openai", "provider: openai-direct"),
    );
    expect(after["acme.routing-policy.yaml"]).toBe(POLICY.replace("gpt@openai,", "gpt@openai-direct,"));
    expect(after["acme.benchmark.yaml"]).toBe(BENCHMARK.replace("gpt@openai,", "gpt@openai-direct,"));
  });

  test("within a deployment id: the model or the provider, whichever the cursor is in", async () => {
    const after = await rename("acme.routing-policy.yaml", "gpt@azure-se", 0, "gpt-5.5");
    expect(after["acme.catalog.yaml"]).toBe(CATALOG.replace("  gpt: {", "  gpt-5.5: {").replaceAll("gpt@", "gpt-5.5@"));
    expect(after["acme.routing-policy.yaml"]).toBe(POLICY.replaceAll("gpt@", "gpt-5.5@"));
    expect(await prepare("acme.routing-policy.yaml", "gpt@azure-se", 5)).toMatchObject({ placeholder: "azure-se" });
    expect(await prepare("acme.routing-policy.yaml", "gpt@azure-se", 3)).toMatchObject({ placeholder: "gpt" });
  });

  test("a whole deployment id: to parts that exist, or to new names of its parts", async () => {
    const catalog = CATALOG.replace(
      "models:\n",
      "models:\n  gpt-6: { supplier: openai, capabilities: [chat], contextWindow: 1 }\n",
    );
    const files = { ...FILES, "acme.catalog.yaml": catalog };
    const moved = await rename("acme.catalog.yaml", "gpt@openai:", 0, "gpt-6@openai", files);
    expect(moved["acme.catalog.yaml"]).toBe(catalog.replace("gpt@openai:", "gpt-6@openai:"));
    expect(moved["acme.routing-policy.yaml"]).toBe(POLICY.replace("gpt@openai,", "gpt-6@openai,"));
    await session.stop();
    const renamed = await rename("acme.catalog.yaml", "gpt@openai:", 0, "gpt-6@direct", files);
    expect(renamed["acme.catalog.yaml"]).toBe(
      catalog
        .replace("  openai:\n", "  direct:\n")
        .replace("gpt@openai:", "gpt-6@direct:")
        .replace("provider: openai", "provider: direct"),
    );
    expect(renamed["acme.routing-policy.yaml"]).toBe(POLICY.replace("gpt@openai,", "gpt-6@direct,"));
  });

  test("every other kind of id", async () => {
    const policy = `${POLICY}rules:
  strict: { when: { workload: [tickets], businessUnit: support }, require: { training: false } }
budgets:
  month: { scope: { businessUnit: support, workload: tickets, provider: openai, model: gpt }, limit: 5 USD, window: month }
`.replace(
      "candidates: [gpt@openai, gpt@azure-se]",
      "strategy: weighted\n      candidates: [gpt@openai, gpt@azure-se]\n      weights: { gpt@openai: 1, gpt@azure-se: 2 }",
    );
    const catalog = `${CATALOG}notices:
  ending: { provider: azure-se, kind: retirement, affects: [gpt@azure-se], announced: 2026-01-01, effective: 2027-01-01, replacement: gpt@openai }
`;
    const files = { ...FILES, "acme.catalog.yaml": catalog, "acme.routing-policy.yaml": policy };
    const expectations: [name: string, needle: string, file: string, change: (text: string) => string][] = [
      [
        "acme.routing-policy.yaml",
        "support:",
        "acme.routing-policy.yaml",
        (text) => text.replace("  support:", "  x1:").replaceAll("businessUnit: support", "businessUnit: x1"),
      ],
      ["acme.routing-policy.yaml", "month:", "acme.routing-policy.yaml", (text) => text.replace("month:", "x1:")],
      ["acme.routing-policy.yaml", "strict:", "acme.routing-policy.yaml", (text) => text.replace("strict:", "x1:")],
      [
        "acme.routing-policy.yaml",
        "tickets]",
        "acme.routing-policy.yaml",
        (text) =>
          text.replace("  tickets:", "  x1:").replace("[tickets]", "[x1]").replace("workload: tickets", "workload: x1"),
      ],
      [
        "acme.routing-policy.yaml",
        "model: gpt",
        "acme.routing-policy.yaml",
        (text) => text.replace("model: gpt", "model: x1").replaceAll("gpt@", "x1@"),
      ],
      ["acme.catalog.yaml", "ending:", "acme.catalog.yaml", (text) => text.replace("ending:", "x1:")],
      [
        "acme.catalog.yaml",
        "msa:",
        "acme.catalog.yaml",
        (text) => text.replace("msa:", "x1:").replace("contract: msa", "contract: x1"),
      ],
      [
        "acme.catalog.yaml",
        "azure-se, kind",
        "acme.catalog.yaml",
        (text) =>
          text
            .replace("  azure-se:", "  x1:")
            .replaceAll("@azure-se", "@x1")
            .replace("provider: azure-se", "provider: x1"),
      ],
      ["acme.benchmark.yaml", "duel:", "acme.benchmark.yaml", (text) => text.replace("duel:", "x1:")],
    ];
    for (const [name, needle, file, change] of expectations) {
      const at = needle.startsWith("model: ") ? 7 : 0;
      const after = await rename(name, needle, at, "x1", files);
      const before: Record<string, string> = files;
      expect(after[file]).toBe(change(before[file] ?? ""));
      expect(errorsOf(after)).toEqual([]);
      await session.stop();
    }
    session = await Session.start();
  });

  test("versions of open files, null for closed ones, and code to be confirmed", async () => {
    session = await Session.start(FILES, CLIENT);
    await session.open("acme.routing-policy.yaml", POLICY);
    const position = positionOf(session.document("acme.routing-policy.yaml"), "tickets:");
    const request = { position, newName: "chat" };
    const edit = await session.request<WorkspaceEdit>("textDocument/rename", "acme.routing-policy.yaml", request);
    const versions = Object.fromEntries(
      (edit.documentChanges ?? []).flatMap((change) =>
        "edits" in change ? [[change.textDocument.uri, change.textDocument.version]] : [],
      ),
    );
    expect(versions).toEqual({
      [session.uri("acme.routing-policy.yaml")]: 1,
      [session.uri("acme.benchmark.yaml")]: null,
      [session.uri("src/app.ts")]: null,
      [session.uri("jobs/run.py")]: null,
    });
    const annotated = (edit.documentChanges ?? []).flatMap((change) =>
      "edits" in change && change.edits.every((one) => "annotationId" in one) ? [change.textDocument.uri] : [],
    );
    expect(annotated.sort()).toEqual([session.uri("jobs/run.py"), session.uri("src/app.ts")]);
    expect(edit.changeAnnotations).toMatchObject({ code: { needsConfirmation: true } });
  });

  test("plain changes for a client that takes no more", async () => {
    session = await Session.start(FILES, {});
    await session.open("src/app.ts", APP);
    const position = positionOf(session.document("src/app.ts"), "'tickets'", 1);
    const edit = await session.request<WorkspaceEdit>("textDocument/rename", "src/app.ts", {
      position,
      newName: "chat",
    });
    expect(Object.keys(edit)).toEqual(["changes"]);
    expect(Object.keys(edit.changes ?? {})).toHaveLength(4);
  });

  test("unsaved code counts as it is in the editor, and files as they are on disk now", async () => {
    session = await Session.start(FILES, CLIENT);
    await session.open("src/app.ts", `// new line\n${APP}`);
    await session.open("acme.routing-policy.yaml", POLICY);
    session.write("jobs/run.py", `# new line\n${JOB}`);
    const position = positionOf(session.document("acme.routing-policy.yaml"), "tickets:");
    const request = { position, newName: "chat" };
    const edit = await session.request<WorkspaceEdit>("textDocument/rename", "acme.routing-policy.yaml", request);
    const files = { ...FILES, "src/app.ts": `// new line\n${APP}`, "jobs/run.py": `# new line\n${JOB}` };
    const after = applyToFiles(files, edit, (file) => session.uri(file));
    expect(after["src/app.ts"]).toContain("workload: 'chat' }); // tickets");
    expect(after["jobs/run.py"]).toBe('# new line\nheaders = {"fairlead-workload": "chat"}\n');
  });
});

describe("the text around a new name", () => {
  test("keeps quotes, comments, line endings and a byte order mark", async () => {
    const catalog =
      `\uFEFF${CATALOG.replace("  openai:\n", "  'openai':  # direct\n").replace("gpt@openai:", '"gpt@openai":')}`.replaceAll(
        "\n",
        "\r\n",
      );
    const files = { ...FILES, "acme.catalog.yaml": catalog };
    const after = await rename("acme.routing-policy.yaml", "gpt@openai", 6, "direct", files);
    expect(after["acme.catalog.yaml"]).toBe(
      catalog
        .replace("'openai'", "'direct'")
        .replace('"gpt@openai"', '"gpt@direct"')
        .replace("provider: openai", "provider: direct"),
    );
  });

  test("the first line of a closed file with a byte order mark", async () => {
    const inline =
      "\uFEFF{ apiVersion: fairlead/v1, kind: BenchmarkSuite, benchmarks: { b: { workload: tickets, arms: [gpt@openai, gpt@azure-se], cases: [{ prompt: x }] } } }\n";
    const after = await rename("src/app.ts", "'tickets'", 1, "chat", { ...FILES, "inline.benchmark.yaml": inline });
    expect(after["inline.benchmark.yaml"]).toBe(inline.replace("workload: tickets", "workload: chat"));
  });

  test.each(["1.0", "null", "True", "0x1F", "1e3", "2027-01-01"])(
    "quotes only what YAML would read as something else: %s",
    async (name) => {
      const after = await rename("acme.benchmark.yaml", " tickets", 2, name);
      const written = name === "2027-01-01" ? name : `"${name}"`;
      expect(after["acme.benchmark.yaml"]).toContain(`workload: ${written}\n`);
      expect(after["acme.routing-policy.yaml"]).toContain(`  ${written}:\n`);
      expect(after["src/app.ts"]).toContain(`'${name}'`);
    },
  );

  test("escapes in quotes give way to the name", async () => {
    const files = {
      ...FILES,
      "acme.benchmark.yaml": BENCHMARK.replace("workload: tickets", 'workload: "ti\\x63kets"'),
    };
    const after = await rename("acme.routing-policy.yaml", "tickets:", 0, "chat", files);
    expect(after["acme.benchmark.yaml"]).toContain('workload: "chat"');
  });

  test("several documents in a file, anchors and aliases", async () => {
    const policy = POLICY.replace("businessUnit: support", "businessUnit: &unit support").concat(
      "  chat: { businessUnit: *unit, sensitivity: internal, route: { candidates: [gpt@openai] } }\n---\n" +
        "apiVersion: fairlead/v1\nkind: RoutingPolicy\nbudgets:\n  b: { scope: { businessUnit: support }, limit: 1 USD, window: day }\n",
    );
    const files = { ...FILES, "acme.routing-policy.yaml": policy };
    const after = await rename("acme.routing-policy.yaml", "support:", 0, "care", files);
    expect(after["acme.routing-policy.yaml"]).toBe(
      policy
        .replace("  support:", "  care:")
        .replace("&unit support", "&unit care")
        .replace("businessUnit: support }", "businessUnit: care }"),
    );
  });
});

describe("what can not be renamed is refused with the reason", () => {
  test("a name that is taken, badly formed, or makes two deployments one", async () => {
    expect(await refusal("acme.catalog.yaml", "openai:\n", 0, "azure-se")).toContain(
      'There is a provider "azure-se" already',
    );
    await session.stop();
    expect(await refusal("acme.catalog.yaml", "openai:\n", 0, "open ai")).toContain("begins with a letter or digit");
    await session.stop();
    expect(await refusal("acme.catalog.yaml", "openai:\n", 0, "")).toContain("begins with a letter or digit");
    await session.stop();
    const dangling = {
      ...FILES,
      "acme.catalog.yaml": CATALOG.replace("deployments:\n", "deployments:\n  gpt@old: { upstream: x }\n"),
    };
    expect(await refusal("acme.catalog.yaml", "openai:\n", 0, "old", dangling)).toContain(
      'would both become "gpt@old"',
    );
    await session.stop();
    expect(await refusal("acme.catalog.yaml", "gpt@openai:", 0, "gpt@azure-se")).toContain(
      'There is a deployment "gpt@azure-se" already',
    );
    await session.stop();
    expect(await refusal("acme.catalog.yaml", "gpt@openai:", 0, "a@b@c")).toContain("write it as model@provider");
  });

  test("an alias that takes the text for something else, or for another id", async () => {
    const shared = POLICY.replace("{ owner: support-platform }", "{ owner: &name support }").replace(
      "businessUnit: support",
      "businessUnit: *name",
    );
    const files = { ...FILES, "acme.routing-policy.yaml": shared };
    expect(await refusal("acme.routing-policy.yaml", "support:", 0, "care", files)).toContain(
      "An alias takes the text at line 4",
    );
  });

  test("an alias that takes a key for something else", async () => {
    const shared = POLICY.replace("support: {", "&name support: {")
      .replace("businessUnit: support", "businessUnit: *name")
      .concat("rules:\n  *name : { when: { sensitivity: public }, require: { training: false } }\n");
    const files = { ...FILES, "acme.routing-policy.yaml": shared };
    expect(await refusal("acme.routing-policy.yaml", "support:", 0, "care", files)).toContain(
      'An alias takes the text at line 4 of acme.routing-policy.yaml for something else than the business unit "support"',
    );
  });

  test("a text in a block", async () => {
    const files = {
      ...FILES,
      "acme.benchmark.yaml": BENCHMARK.replace("workload: tickets", "workload: >-\n      tickets"),
    };
    expect(await refusal("acme.routing-policy.yaml", "tickets:", 0, "chat", files)).toContain(
      "is not written out at line 5 of acme.benchmark.yaml",
    );
  });

  test("nothing is offered where no id is", async () => {
    session = await Session.start(FILES, CLIENT);
    await session.open("acme.routing-policy.yaml", POLICY);
    await session.open("src/app.ts", APP);
    expect(await prepare("acme.routing-policy.yaml", "sensitivity")).toBeNull();
    expect(await prepare("src/app.ts", "// tickets", 4)).toBeNull();
    expect(await prepare("src/app.ts", "'tickets'", 3)).toMatchObject({ placeholder: "tickets" });
  });
});

describe("folders", () => {
  /** Makes these folders of the session the open ones, in place of the whole. */
  async function openFolders(...names: string[]): Promise<void> {
    const added = names.map((name) => ({ uri: session.uri(name), name }));
    const removed = [{ uri: pathToFileURL(session.folder).href, name: "test" }];
    await session.notify("workspace/didChangeWorkspaceFolders", { event: { added, removed } });
  }

  const changed = (edit: WorkspaceEdit) => [...editsByUri(edit).keys()].sort();

  async function renameIn(name: string, text: string): Promise<WorkspaceEdit> {
    await session.open(name, text);
    const position = positionOf(session.document(name), "tickets", 1);
    return session.request<WorkspaceEdit>("textDocument/rename", name, { position, newName: "chat" });
  }

  const both = Object.fromEntries(
    ["a", "a/b", "c"].flatMap((folder) => Object.entries(FILES).map(([name, text]) => [`${folder}/${name}`, text])),
  );

  test("several: only that of the file, without another that lies in it", async () => {
    session = await Session.start(both, CLIENT);
    await openFolders("a", "a/b", "c");
    const edit = await renameIn("a/acme.routing-policy.yaml", POLICY);
    expect(changed(edit)).toEqual(
      ["a/acme.benchmark.yaml", "a/acme.routing-policy.yaml", "a/jobs/run.py", "a/src/app.ts"].map((name) =>
        session.uri(name),
      ),
    );
    const inner = await renameIn("a/b/src/app.ts", APP);
    expect(changed(inner).every((uri) => uri.startsWith(session.uri("a/b/")))).toBe(true);
    expect(changed(inner)).toHaveLength(4);
  });

  test("none: what is open beside it", async () => {
    session = await Session.start(FILES, CLIENT);
    await openFolders();
    await session.open("acme.benchmark.yaml", BENCHMARK);
    await session.open("app.ts", APP);
    const edit = await renameIn("acme.routing-policy.yaml", POLICY);
    expect(changed(edit)).toEqual(
      ["acme.benchmark.yaml", "acme.routing-policy.yaml", "app.ts"].map((name) => session.uri(name)),
    );
  });
});

test("a misspelt reference takes the name of what is meant", async () => {
  const files = { ...FILES, "src/app.ts": APP.replace("'tickets'", "'tikets'") };
  expect(await rename("src/app.ts", "'tikets'", 2, "tickets", files)).toEqual({ ...files, "src/app.ts": APP });
});
