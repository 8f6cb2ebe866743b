/** Code actions as messages: kinds, versions, other files, new files, edits on demand. */
import { afterEach, describe, expect, test } from "vitest";
import type { ClientCapabilities, CodeAction, TextDocumentEdit } from "vscode-languageserver";
import { BENCHMARK, CATALOG, POLICY, WORKSPACE } from "../../testing/samples.ts";
import { positionOf, Session, VSCODE } from "../../testing/session.ts";

let session: Session;
afterEach(async () => {
  expect(session.logged.filter((line) => line.includes("failed"))).toEqual([]);
  await session.stop();
});

const FULL: ClientCapabilities = {
  ...VSCODE,
  workspace: { ...VSCODE.workspace, workspaceEdit: { documentChanges: true, resourceOperations: ["create"] } },
  textDocument: {
    ...VSCODE.textDocument,
    codeAction: { dataSupport: true, resolveSupport: { properties: ["edit"] } },
  },
};

async function actionsAt(name: string, needle: string, context: object = { diagnostics: [] }): Promise<CodeAction[]> {
  const start = positionOf(session.document(name), needle, 1);
  return session.request("textDocument/codeAction", name, { range: { start, end: start }, context });
}

const titled = (actions: CodeAction[], title: string | RegExp) =>
  actions.find((one) => (typeof title === "string" ? one.title === title : title.test(one.title)));

describe("what does not exist is created", () => {
  const policy = POLICY.replace("[gpt@openai, gpt@azure-se]", "[gpt@openai, nova@azure-se]");

  test("beside its like, in another file that is not open", async () => {
    session = await Session.start({ ...WORKSPACE, "acme.routing-policy.yaml": policy });
    await session.open("acme.routing-policy.yaml", policy);
    const actions = await actionsAt("acme.routing-policy.yaml", "nova@azure-se");
    const change = titled(actions, "Create the deployment nova@azure-se in acme.catalog.yaml")?.edit
      ?.documentChanges?.[0];
    expect(change).toMatchObject({ textDocument: { uri: session.uri("acme.catalog.yaml"), version: null } });
    const [edit] = (change as TextDocumentEdit).edits;
    expect(edit).toMatchObject({ newText: "\n  nova@azure-se: { upstream: }" });
    expect(titled(actions, "Create the model nova in acme.catalog.yaml")).toBeDefined();
    expect(titled(actions, /provider/)).toBeUndefined();
  });

  test("in a new file, where the client can make files", async () => {
    session = await Session.start({}, FULL);
    await session.open("a.routing-policy.yaml", policy);
    const created = titled(await actionsAt("a.routing-policy.yaml", "gpt@openai"), /in a new file/);
    expect(created?.title).toBe("Create the deployment gpt@openai in a new file models.catalog.yaml");
    expect(created?.edit?.documentChanges).toMatchObject([
      { kind: "create", uri: session.uri("models.catalog.yaml") },
      {
        edits: [
          {
            newText: expect.stringMatching(/^apiVersion: fairlead\/v1\nkind: Catalog\n\ndeployments:\n {2}gpt@openai:/),
          },
        ],
      },
    ]);
  });

  test("in no new file where it can not", async () => {
    session = await Session.start({});
    await session.open("a.routing-policy.yaml", policy);
    expect(titled(await actionsAt("a.routing-policy.yaml", "gpt@openai"), /new file/)).toBeUndefined();
  });
});

describe("what is asked for", () => {
  const slips = CATALOG.replace("adapter: openai\n", "adapter: OpenAI\n").replace(
    "[chat, tools]",
    "[chat, chat, tools]",
  );

  test("all that is safe, only by name, and then nothing is left of it", async () => {
    session = await Session.start(WORKSPACE);
    await session.open("acme.catalog.yaml", slips);
    expect((await actionsAt("acme.catalog.yaml", "adapter")).map(({ kind }) => kind)).not.toContain(
      "source.fixAll.fairlead",
    );
    const [all, ...others] = await actionsAt("acme.catalog.yaml", "adapter", {
      diagnostics: [],
      only: ["source.fixAll"],
    });
    expect(others).toEqual([]);
    expect(await session.apply("acme.catalog.yaml", all?.edit)).toBe(CATALOG);
    expect(await actionsAt("acme.catalog.yaml", "adapter", { diagnostics: [], only: ["source.fixAll"] })).toEqual([]);
  });

  test("only what mends the diagnostics that the client names", async () => {
    session = await Session.start(WORKSPACE);
    await session.open("acme.catalog.yaml", slips);
    const shown = await session.diagnostics("acme.catalog.yaml", (found) => found.length > 1);
    const [first] = shown;
    const everything = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    const ask = (diagnostics: unknown) =>
      session.request<CodeAction[]>("textDocument/codeAction", "acme.catalog.yaml", {
        range: everything,
        context: { diagnostics },
      });
    const some = await ask([first]);
    expect(some.length).toBeGreaterThan(0);
    expect(some.flatMap(({ diagnostics }) => diagnostics?.map(({ code }) => code) ?? [])).toEqual(
      expect.arrayContaining([first?.code]),
    );
    for (const { diagnostics } of some) for (const one of diagnostics ?? []) expect(one).toEqual(first);
    expect((await ask([])).length).toBeGreaterThan(some.length);
  });

  test("changes of form, their edit when they are chosen", async () => {
    session = await Session.start(WORKSPACE, FULL);
    await session.open("acme.catalog.yaml", CATALOG);
    const [offered] = await actionsAt("acme.catalog.yaml", "supplier: openai", {
      diagnostics: [],
      only: ["refactor.rewrite"],
    });
    expect(offered).toMatchObject({ title: "Write on lines of its own", kind: "refactor.rewrite" });
    expect(offered?.edit).toBeUndefined();
    const chosen = await session.custom<CodeAction>("codeAction/resolve", offered ?? {});
    expect(await session.apply("acme.catalog.yaml", chosen.edit)).toContain(
      "  gpt:\n    supplier: openai\n    capabilities: [chat, tools]\n",
    );
    const stale = await session.custom<CodeAction>("codeAction/resolve", offered ?? {});
    expect(stale.edit).toBeUndefined();
  });

  test("at once, where the client does not ask again", async () => {
    session = await Session.start(WORKSPACE);
    await session.open("acme.catalog.yaml", CATALOG);
    const only = ["refactor", "source.sort"];
    const actions = await actionsAt("acme.catalog.yaml", "providers", { diagnostics: [], only });
    expect(actions.map(({ title, edit }) => [title, edit !== undefined])).toEqual([
      ["Sort providers by id", true],
      ["Sort all sections by id", true],
    ]);
  });
});

test("a rule is silenced on a line, and the comment goes again when nothing is silenced by it", async () => {
  const preview = CATALOG.replace("maxOutputTokens: 4096 }", "maxOutputTokens: 4096, lifecycle: { status: preview } }");
  const name = "acme.routing-policy.yaml";
  session = await Session.start({ ...WORKSPACE, "acme.catalog.yaml": preview });
  const critical = POLICY.replace("    sensitivity: internal", "    criticality: critical\n    sensitivity: public");
  await session.open(name, critical);
  const [found] = (
    await session.diagnostics(name, (all) => all.some(({ code }) => code === "route.preview-deployment"))
  ).filter(({ code }) => code === "route.preview-deployment");
  const actions = await session.codeActions(
    name,
    found?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
  );
  expect(actions.findLast(({ kind }) => kind === "quickfix")?.title).toMatch(/^Ignore .* in this file$/);
  const silence = titled(actions, "Ignore route.preview-deployment on this line");
  expect(await session.apply(name, silence?.edit)).toMatch(
    /candidates: \[gpt@openai, gpt@azure-se\] # fairlead-ignore route\.preview-deployment\n/,
  );
  await session.diagnostics(name, (all) => all.every(({ code }) => code !== "route.preview-deployment"));
  const start = positionOf(session.document(name), "fairlead-ignore route", "fairlead-ignore ".length);
  await session.edit(name, [{ range: { start, end: start }, newText: "document.empty, " }]);
  await session.diagnostics(name, (all) => all.some(({ code }) => code === "suppression.unused"));
  const [all] = await actionsAt(name, "document.empty", { diagnostics: [], only: ["source.fixAll.fairlead"] });
  expect(await session.apply(name, all?.edit)).toContain("# fairlead-ignore route.preview-deployment\n");
});

test("a deployment that ends is replaced in all files, in one edit", async () => {
  const catalog = CATALOG.replace(
    "contracts:",
    "notices:\n  n: { provider: openai, kind: retirement, affects: [gpt@openai], announced: 2026-01-01, effective: 2026-10-01, replacement: gpt@azure-se }\ncontracts:",
  );
  const policy = POLICY.replace("[gpt@openai, gpt@azure-se]", "[gpt@openai] # one").replace("internal", "public");
  session = await Session.start({
    "a.catalog.yaml": catalog,
    "a.benchmark.yaml": BENCHMARK,
    "a.routing-policy.yaml": policy,
  });
  await session.open("a.routing-policy.yaml", policy);
  await session.diagnostics("a.routing-policy.yaml", (all) => all.length > 0);
  const actions = await actionsAt("a.routing-policy.yaml", "gpt@openai");
  const everywhere = titled(actions, "Replace gpt@openai with gpt@azure-se in all 2 places");
  expect(everywhere?.edit?.documentChanges).toMatchObject([
    { textDocument: { uri: session.uri("a.routing-policy.yaml"), version: 1 }, edits: [{ newText: "gpt@azure-se" }] },
    { textDocument: { uri: session.uri("a.benchmark.yaml"), version: null } },
  ]);
});
