import { afterEach, describe, expect, test } from "vitest";
import type {
  ClientCapabilities,
  DocumentDiagnosticReport,
  FullDocumentDiagnosticReport,
  WorkspaceDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
} from "vscode-languageserver";
import { CATALOG, POLICY, WORKSPACE } from "../testing/samples.ts";
import { Session, VSCODE } from "../testing/session.ts";

const PULLS: ClientCapabilities = {
  workspace: { ...VSCODE.workspace, diagnostics: { refreshSupport: true }, configuration: true },
  textDocument: { ...VSCODE.textDocument, diagnostic: { relatedDocumentSupport: true, relatedInformation: true } },
};

const WRONG = POLICY.replace("candidates: [gpt@openai,", "candidates: [gpt@opnai,");

let session: Session;

afterEach(async () => {
  expect(session.logged.filter((line) => line.includes("failed"))).toEqual([]);
  await session.stop();
});

function pull(name: string, previousResultId?: string): Promise<DocumentDiagnosticReport> {
  return session.request("textDocument/diagnostic", name, previousResultId === undefined ? {} : { previousResultId });
}

function full(report: DocumentDiagnosticReport | WorkspaceDocumentDiagnosticReport | undefined) {
  if (report?.kind !== "full") throw new Error(`not a full report: ${JSON.stringify(report)}`);
  return report as FullDocumentDiagnosticReport;
}

const codes = (report: DocumentDiagnosticReport | WorkspaceDocumentDiagnosticReport | undefined) =>
  full(report).items.map(({ code }) => code);

async function eventually(check: () => void): Promise<void> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    try {
      check();
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

/** Waits until a count has stood still for a while. */
async function quiet(count: () => number): Promise<void> {
  let before: number;
  do {
    before = count();
    await new Promise((resolve) => setTimeout(resolve, 300));
  } while (count() > before);
}

describe("one document", () => {
  test("in full, and unchanged where the client has it", async () => {
    session = await Session.start(WORKSPACE, PULLS);
    await session.open("acme.routing-policy.yaml", WRONG);
    const first = full(await pull("acme.routing-policy.yaml"));
    expect(codes(first)).toContain("link.unknown-id");
    expect(await pull("acme.routing-policy.yaml", first.resultId)).toEqual({
      kind: "unchanged",
      resultId: first.resultId,
    });
    await session.edit("acme.routing-policy.yaml", [
      { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, newText: "# one line down\n" },
    ]);
    const moved = full(await pull("acme.routing-policy.yaml", first.resultId));
    expect(moved.resultId).not.toBe(first.resultId);
    expect(moved.items[0]?.range.start.line).toBe((first.items[0]?.range.start.line ?? 0) + 1);
  });

  test("nothing is pushed to who pulls", async () => {
    session = await Session.start({ ...WORKSPACE, "acme.routing-policy.yaml": WRONG }, PULLS);
    await session.open("acme.routing-policy.yaml", WRONG);
    expect(codes(await pull("acme.routing-policy.yaml"))).toContain("link.unknown-id");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(session.shown("acme.routing-policy.yaml")).toBeUndefined();
  });

  test("what is no document of ours has nothing wrong", async () => {
    session = await Session.start(WORKSPACE, PULLS);
    await session.open("compose.yaml", "services: [");
    expect(await pull("compose.yaml")).toEqual({ kind: "full", items: [] });
    expect(await pull("never-opened.yaml")).toEqual({ kind: "full", items: [] });
  });

  test("the others that an edit changes come along", async () => {
    session = await Session.start(WORKSPACE, PULLS);
    await session.open("acme.catalog.yaml", CATALOG);
    await session.open("acme.routing-policy.yaml", POLICY);
    expect(codes(await pull("acme.routing-policy.yaml"))).not.toContain("link.unknown-id");
    await pull("acme.catalog.yaml");
    const start = session.document("acme.catalog.yaml").positionAt(CATALOG.indexOf("gpt@azure-se"));
    const end = { line: start.line, character: start.character + 3 };
    await session.edit("acme.catalog.yaml", [{ range: { start, end }, newText: "gp" }]);
    const report = await pull("acme.catalog.yaml");
    const other = report.relatedDocuments?.[session.uri("acme.routing-policy.yaml")];
    expect(other?.kind === "full" && other.items.map(({ code }) => code)).toContain("link.unknown-id");
    expect((await pull("acme.catalog.yaml")).relatedDocuments).toBeUndefined();
  });

  test("vendor calls in code come by the same road", async () => {
    session = await Session.start(WORKSPACE, PULLS);
    await session.open("services/support/a.py", "import openai\nclient = openai.OpenAI()\n");
    expect(codes(await pull("services/support/a.py"))).toEqual(["code.direct-client"]);
    expect(session.shown("services/support/a.py")).toBeUndefined();
  });

  test("letters typed faster than the answers", async () => {
    session = await Session.start(WORKSPACE, PULLS);
    await session.open("acme.routing-policy.yaml", POLICY);
    const answers: Promise<DocumentDiagnosticReport>[] = [];
    const at = { line: 0, character: 0 };
    for (let letter = 0; letter < 20; letter += 1) {
      await session.edit("acme.routing-policy.yaml", [{ range: { start: at, end: at }, newText: "#" }]);
      answers.push(pull("acme.routing-policy.yaml"));
    }
    for (const answer of await Promise.all(answers)) expect(answer.kind).toBe("full");
  });
});

describe("the whole workspace", () => {
  test("closed files too; unchanged ones as such, files that are gone empty", async () => {
    session = await Session.start({ ...WORKSPACE, "acme.routing-policy.yaml": WRONG }, PULLS);
    const ask = (previousResultIds: { uri: string; value: string }[]) =>
      session.custom<WorkspaceDiagnosticReport>("workspace/diagnostic", { previousResultIds });
    const { items } = await ask([]);
    const uri = session.uri("acme.routing-policy.yaml");
    const policy = items.find((item) => item.uri === uri);
    expect(codes(policy)).toContain("link.unknown-id");
    const known = items.map((item) => ({ uri: item.uri, value: full(item).resultId ?? "" }));
    const gone = session.uri("deleted.catalog.yaml");
    const again = await ask([...known, { uri: gone, value: "x" }]);
    expect(again.items.filter((item) => item.uri !== gone).map(({ kind }) => kind)).toEqual(
      items.map(() => "unchanged"),
    );
    expect(full(again.items.find((item) => item.uri === gone)).items).toEqual([]);
  });

  test("is streamed: what changes comes as it changes, until the client has enough", async () => {
    session = await Session.start(WORKSPACE, PULLS);
    const shown = new Map<string, number>();
    let parts = 0;
    const { answer, cancel } = session.stream<WorkspaceDiagnosticReport>(
      "workspace/diagnostic",
      { previousResultIds: [] },
      ({ items }) => {
        parts += 1;
        for (const item of items) if (item.kind === "full") shown.set(item.uri, item.items.length);
      },
    );
    const policy = session.uri("acme.routing-policy.yaml");
    // A candidate that never serves its workload.
    await eventually(() => expect(shown.get(policy)).toBe(1));
    session.write("acme.routing-policy.yaml", WRONG.replace("gpt@azure-se", "gpt@azur-se"));
    await session.changedOnDisk("acme.routing-policy.yaml");
    await eventually(() => expect(shown.get(policy)).toBeGreaterThan(1));
    // An edit in the editor, of which the file on disk knows nothing.
    await session.open("acme.catalog.yaml", CATALOG.replace("gpt@azure-se", "gp@azure-se"));
    await eventually(() => expect(shown.get(session.uri("acme.catalog.yaml"))).toBeGreaterThan(0));
    await quiet(() => parts);
    const before = parts;
    await session.changedOnDisk("acme.benchmark.yaml");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(parts).toBe(before);
    cancel();
    await expect(answer).rejects.toThrow();
  });

  test("ends with the server", async () => {
    session = await Session.start(WORKSPACE, PULLS);
    const { answer } = session.stream("workspace/diagnostic", { previousResultIds: [] }, () => {});
    await session.custom("shutdown", []);
    expect(await answer).toEqual({ items: [] });
    await session.stop();
    session = await Session.start();
  });

  test("clients are told to ask again where files, folders or settings change", async () => {
    session = await Session.start(WORKSPACE, PULLS);
    const refresh = "workspace/diagnostic/refresh";
    await eventually(() => expect(session.asked(refresh)).toBeGreaterThan(0));
    await quiet(() => session.asked(refresh));
    let before = session.asked(refresh);
    await session.open("acme.routing-policy.yaml", POLICY);
    await pull("acme.routing-policy.yaml");
    expect(session.asked(refresh)).toBe(before);
    before = session.asked(refresh);
    await session.notify("workspace/didChangeConfiguration", { settings: null });
    await eventually(() => expect(session.asked(refresh)).toBeGreaterThan(before));
    before = session.asked(refresh);
    await session.changedOnDisk("acme.catalog.yaml");
    await eventually(() => expect(session.asked(refresh)).toBeGreaterThan(before));
  });
});

describe("only what the client understands", () => {
  test.each([
    [true, true],
    [false, false],
  ])("related information: %s", async (relatedInformation, expected) => {
    const textDocument = { ...VSCODE.textDocument, diagnostic: { relatedInformation } };
    session = await Session.start({}, { ...VSCODE, textDocument });
    await session.open("a.catalog.yaml", "apiVersion: fairlead/v1\nkind: Catalog\nproviders: {}\nproviders: {}\n");
    const [found] = full(await pull("a.catalog.yaml")).items;
    expect(found?.code).toBe("yaml.duplicate-key");
    expect("relatedInformation" in (found ?? {})).toBe(expected);
  });
});
