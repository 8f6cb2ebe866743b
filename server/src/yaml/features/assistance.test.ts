/** Completion and hover as messages: what clients say they can do decides the form of the answer. */
import { afterEach, expect, test } from "vitest";
import type { CompletionItem, CompletionList } from "vscode-languageserver";
import { POLICY, WORKSPACE } from "../../testing/samples.ts";
import { Session, VSCODE } from "../../testing/session.ts";

let session: Session;
afterEach(async () => {
  expect(session.logged.filter((line) => line.includes("failed"))).toEqual([]);
  await session.stop();
});

const MODERN = {
  ...VSCODE,
  textDocument: {
    ...VSCODE.textDocument,
    completion: {
      completionItem: { snippetSupport: true, resolveSupport: { properties: ["documentation"] } },
      completionList: { itemDefaults: ["editRange", "insertTextFormat", "insertTextMode"] },
    },
  },
};

const half = POLICY.replace("[gpt@openai, gpt@azure-se]", "[gpt@openai, gpt@|]");

test("what all items have in common is said once, and documentation comes when it is asked for", async () => {
  session = await Session.start(WORKSPACE, MODERN);
  const position = await session.open("acme.routing-policy.yaml", half);
  await session.diagnostics("acme.routing-policy.yaml", (found) => found.length > 0);
  const list = await session.request<CompletionList>("textDocument/completion", "acme.routing-policy.yaml", {
    position,
  });
  expect(list.isIncomplete).toBe(false);
  const { line, character } = position;
  expect(list.itemDefaults).toEqual({
    editRange: { start: { line, character: character - 4 }, end: { line, character } },
    insertTextFormat: 1,
  });
  const [item] = list.items;
  expect(item).toMatchObject({ label: "gpt@azure-se" });
  for (const key of ["textEdit", "textEditText", "documentation", "insertTextFormat"])
    expect(item).not.toHaveProperty(key);
  const resolved = await session.custom<CompletionItem>("completionItem/resolve", item ?? {});
  expect(resolved).toMatchObject({
    label: "gpt@azure-se",
    documentation: { value: expect.stringContaining("- Region: swedencentral") },
  });
});

test("items without anything to add stay as they are", async () => {
  session = await Session.start(WORKSPACE, MODERN);
  const plain = { label: "eu" };
  expect(await session.custom("completionItem/resolve", plain)).toEqual(plain);
});

test("a client that knows neither has all in each item", async () => {
  session = await Session.start(WORKSPACE);
  const position = await session.open("acme.routing-policy.yaml", half);
  await session.diagnostics("acme.routing-policy.yaml", (found) => found.length > 0);
  const [item] = await session.completion("acme.routing-policy.yaml", position);
  expect(item).toMatchObject({
    label: "gpt@azure-se",
    textEdit: { newText: "gpt@azure-se" },
    documentation: { value: expect.stringContaining("**gpt@azure-se** (deployment)") },
  });
});

test("globs are folders that there are, but not those of tools", async () => {
  const files = { "services/support/a.ts": "", "node_modules/x/a.js": "", ".git/x/a": "", "docs/a.md": "" };
  session = await Session.start({ ...WORKSPACE, ...files });
  const position = await session.open("acme.routing-policy.yaml", POLICY.replace('["services/support/**"]', "[|]"));
  const labels = (await session.completion("acme.routing-policy.yaml", position)).map(({ label }) => label);
  expect(labels.sort()).toEqual(["docs/**", "services/**", "services/support/**"]);
});

test("the settings of a project: rules by their codes, and what they can be", async () => {
  session = await Session.start({ "docs/a.md": "" });
  const head = "apiVersion: fairlead/v1\nkind: Project\n";
  const at = await session.open("fairlead.yaml", `${head}checks:\n  severity:\n    pri|\n`);
  const codes = await session.completion("fairlead.yaml", at);
  expect(codes.map(({ label }) => label)).toContain("price.stale");
  await session.close("fairlead.yaml");
  const value = await session.open("fairlead.yaml", `${head}checks:\n  severity:\n    price.stale: |\n`);
  const words = (await session.completion("fairlead.yaml", value)).map(({ label }) => label);
  expect(words).toEqual(expect.arrayContaining(["off", "hint", "warning", "error"]));
  await session.close("fairlead.yaml");
  const glob = await session.open("fairlead.yaml", `${head}exclude:\n  - |\n`);
  expect((await session.completion("fairlead.yaml", glob)).map(({ label }) => label)).toEqual(["docs/**"]);
});

test("a glob: the source files that it takes", async () => {
  const files = {
    "services/support/a.ts": "",
    "services/support/deep/b.py": "",
    "services/other/c.ts": "",
    "services/support/d.md": "",
  };
  session = await Session.start({ ...WORKSPACE, ...files });
  const at = await session.open(
    "acme.routing-policy.yaml",
    POLICY.replace("services/support/**", "services/sup|port/**"),
  );
  const hover = await session.hover("acme.routing-policy.yaml", at);
  expect(hover?.contents).toMatchObject({
    value: expect.stringMatching(
      /^2 source files match: `services\/support\/a\.ts`, `services\/support\/deep\/b\.py`\n/,
    ),
  });
  await session.edit("acme.routing-policy.yaml", [
    { range: { start: at, end: { ...at, character: at.character + 4 } }, newText: "posed" },
  ]);
  expect((await session.hover("acme.routing-policy.yaml", at))?.contents).toMatchObject({
    value: expect.stringMatching(/^No source file matches\./),
  });
});
