import { afterEach, expect, test } from "vitest";
import type { WorkspaceEdit } from "vscode-languageserver";
import { Session, VSCODE } from "../testing/session.ts";

const CATALOG = "apiVersion: fairlead/v1\nkind: Catalog\ndeployments:\n  m@p:\n    upstream: m # theirs\n";
const ANNOTATING = {
  ...VSCODE,
  workspace: {
    ...VSCODE.workspace,
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: { groupsOnLabel: true } },
  },
};
const record = (passed: boolean) => ({
  ...{ arm: "m@p", deployment: "m@p", caseIndex: 0, trial: 0, sentAt: 0, outcome: "ok" },
  ...{ ttftMs: 250, totalMs: 400, passed, assertions: [] },
});
const RESULT = {
  ...{ schema: "fairlead/bench-result/v1", run: "r1", benchmark: "b", workload: "w", seed: 1, status: "completed" },
  ...{ startedAt: "2026-11-20T10:00:00.000Z", endedAt: "2026-11-20T10:05:00.000Z", differences: [], verdict: [] },
  arms: [
    {
      ...{ arm: "m@p", requests: 20, ok: 20, errors: 0, blocked: 0, errorCodes: {}, passed: 10, judged: 20 },
      ...{ ttftMs: { n: 20, p50: 250, p95: 250, p99: 250 }, totalMs: { n: 20, p50: 400, p95: 400, p99: 400 } },
    },
  ],
  records: Array.from({ length: 20 }, (_, n) => record(n % 2 === 0)),
};

interface Answer {
  edit: WorkspaceEdit | null;
  written: string[];
  left: { deployment: string; reason: string }[];
}

let session: Session;
afterEach(() => session.stop());

test("what a result measured is an edit of the catalog as it is shown, to be confirmed", async () => {
  session = await Session.start({ "a.catalog.yaml": CATALOG, "r.bench.json": JSON.stringify(RESULT) }, ANNOTATING);
  await session.open("a.catalog.yaml", `# a line more\n${CATALOG}`);
  const answer = await session.custom<Answer>("fairlead/writeBack", { uri: session.uri("r.bench.json") });
  expect(answer).toMatchObject({
    written: ["m@p"],
    left: [],
    edit: {
      documentChanges: [
        {
          textDocument: { uri: session.uri("a.catalog.yaml"), version: 1 },
          edits: [{ range: { start: { line: 5, character: 24 } }, annotationId: "fairlead" }],
        },
      ],
      changeAnnotations: { fairlead: { needsConfirmation: true } },
    },
  });
  expect(JSON.stringify(answer.edit)).toContain("latency:\\n      ttftP50Ms: 250\\n      ttftP95Ms: 250");
  expect(JSON.stringify(answer.edit)).toContain("{ workload: w, passRate: 50%, samples: 20, measured: 2026-11-20");
});

test("a file that is no result is refused with the reason; one of unknown deployments has no edit", async () => {
  session = await Session.start({ "a.catalog.yaml": "", "r.bench.json": JSON.stringify(RESULT), "x.bench.json": "{" });
  await expect(session.custom("fairlead/writeBack", { uri: session.uri("x.bench.json") })).rejects.toThrow(
    "The result cannot be written back: It is not JSON",
  );
  expect(await session.custom<Answer>("fairlead/writeBack", { uri: session.uri("r.bench.json") })).toEqual({
    ...{ edit: null, written: [] },
    left: [{ deployment: "m@p", reason: "No catalog has this deployment." }],
  });
});
