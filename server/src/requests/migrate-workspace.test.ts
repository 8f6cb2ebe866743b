import { afterEach, describe, expect, test } from "vitest";
import type { ClientCapabilities, CodeAction, WorkspaceEdit } from "vscode-languageserver";
import { digestOf } from "../documents/digest.ts";
import { Session, VSCODE } from "../testing/session.ts";

const POLICY = `apiVersion: fairlead/v1
kind: RoutingPolicy
businessUnits: { support: { owner: support } }
workloads:
  tickets: { businessUnit: support, sensitivity: internal, route: { candidates: [] }, code: [src/**] }
`;
const LOAD = 'import OpenAI from "openai";\n';
const ANNOTATING: ClientCapabilities = {
  ...VSCODE,
  workspace: {
    ...VSCODE.workspace,
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: { groupsOnLabel: true } },
  },
};

interface Answer {
  edit: WorkspaceEdit | null;
  digests: Record<string, string>;
  done: { file: string; line: number }[];
  left: { file: string; why: string }[];
  missingDependencies: unknown[];
}

let session: Session;

afterEach(() => session.stop());

async function start(files: Record<string, string>, capabilities = VSCODE): Promise<void> {
  session = await Session.start({ "a.routing-policy.yaml": POLICY, "package.json": "{}", ...files }, capabilities);
}

describe("fairlead/migrateWorkspace", () => {
  test("edits open files as they are shown and closed ones as they are on disk, to be confirmed", async () => {
    const closed = `\uFEFF${LOAD}const _a = new OpenAI();\n`;
    await start({ "src/a.ts": closed, "src/b.ts": "", "other/c.ts": `${LOAD}new OpenAI();\n` }, ANNOTATING);
    await session.open("src/b.ts", `\n${LOAD}new OpenAI();\n`);
    const { edit, digests, done, left, missingDependencies } = await session.custom<Answer>(
      "fairlead/migrateWorkspace",
      {},
    );
    expect(done.map(({ file, line }) => `${file}:${line}`)).toEqual(["src/a.ts:2", "src/b.ts:3"]);
    expect(left).toMatchObject([{ file: "other/c.ts", why: expect.stringContaining("no workload's code globs") }]);
    expect(missingDependencies).toEqual([{ manifest: "package.json", package: "@fairlead/runtime" }]);
    // What an editor shows of a file has no byte order mark, and line breaks of its own.
    expect(digests).toEqual({
      [session.uri("src/a.ts")]: digestOf(closed.slice(1).replaceAll("\n", "\r\n")),
      [session.uri("src/b.ts")]: digestOf(`\n${LOAD}new OpenAI();\n`),
      [session.uri("package.json")]: digestOf("{}"),
    });
    expect(edit?.changeAnnotations).toMatchObject({ fairlead: { needsConfirmation: true } });
    expect(edit?.documentChanges).toMatchObject([
      {
        textDocument: { uri: session.uri("src/a.ts"), version: null },
        edits: [{ range: { start: { line: 0, character: 0 } } }, {}, {}],
      },
      {
        textDocument: { uri: session.uri("src/b.ts"), version: 1 },
        edits: [{ range: { start: { line: 1, character: 0 } } }, {}, {}],
      },
      {
        textDocument: { uri: session.uri("package.json"), version: null },
        edits: [
          {
            annotationId: "fairlead.manifests",
            range: { start: { line: 0, character: 1 }, end: { line: 0, character: 1 } },
            newText: '\n  "dependencies": {\n    "@fairlead/runtime": "^0.1.0"\n  }\n',
          },
        ],
      },
    ]);
  });

  test("of some files and folders only, and with nothing to do", async () => {
    const code = `${LOAD}new OpenAI();\n`;
    await start({ "src/a/a.ts": code, "src/b/b.ts": code });
    const uris = [session.uri("src/a")];
    const { done, edit } = await session.custom<Answer>("fairlead/migrateWorkspace", { uris });
    expect(done.map(({ file }) => file)).toEqual(["src/a/a.ts"]);
    expect(edit?.changeAnnotations).toBeUndefined();
    const none = await session.custom<Answer>("fairlead/migrateWorkspace", { uris: [session.uri("package.json")] });
    expect(none).toMatchObject({ edit: null, done: [] });
  });
});

describe("findings in open files", () => {
  test("a scan tells open files what their imports are", async () => {
    await start({ "src/a.ts": `${LOAD}export const ai = new OpenAI();\n`, "src/b.ts": "" });
    await session.custom("fairlead/scan", {});
    await session.open("src/b.ts", 'import { ai } from "./a";\nai.chat.completions.create({});\n');
    const found = await session.diagnostics("src/b.ts");
    expect(found.map(({ code }) => code)).toEqual(["code.direct-call"]);
  });

  test("comments silence them, and comments of no use are told; the menu offers such comments", async () => {
    await start({ "src/a.ts": "" });
    await session.open("src/a.ts", `${LOAD}  new OpenAI();\n// fairlead-ignore code.raw-http\nlet a;\n`);
    const found = await session.diagnostics("src/a.ts");
    expect(found.map(({ code }) => code)).toEqual(["code.direct-client", "suppression.unused"]);
    const at = { line: 1, character: 6 };
    const actions: CodeAction[] = await session.codeActions("src/a.ts", { start: at, end: at });
    const texts = actions
      .filter(({ title }) => title.startsWith("Ignore"))
      .map(({ edit }) => edit?.documentChanges?.flatMap((one) => ("edits" in one ? one.edits : [])));
    expect(texts).toMatchObject([
      [{ newText: "  // fairlead-ignore code.direct-client\n", range: { start: { line: 1, character: 0 } } }],
      [{ newText: "// fairlead-ignore-file code.direct-client\n", range: { start: { line: 0, character: 0 } } }],
    ]);
  });
});
