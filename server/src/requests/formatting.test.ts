import { afterEach, describe, expect, test } from "vitest";
import type { ClientCapabilities, TextEdit } from "vscode-languageserver";
import { Session, type SessionOptions, VSCODE } from "../testing/session.ts";

const later = { dynamicRegistration: true };
const DYNAMIC: ClientCapabilities = {
  ...VSCODE,
  workspace: { ...VSCODE.workspace, configuration: true },
  textDocument: { ...VSCODE.textDocument, formatting: later, rangeFormatting: later, onTypeFormatting: later },
};
const options = { tabSize: 4, insertSpaces: false };
const HEADER = "apiVersion: fairlead/v1\nkind: Catalog\n";

let session: Session;

async function open(name: string, text: string, capabilities = VSCODE, more: SessionOptions = {}) {
  session = await Session.start({}, capabilities, more);
  return session.open(name, text);
}

async function formatted(name: string): Promise<string> {
  await session.edit(name, await session.request<TextEdit[]>("textDocument/formatting", name, { options }));
  return session.text(name);
}

afterEach(async () => {
  expect(session.logged).toEqual([]);
  await session.stop();
});

test("a whole document, however its editor indents, and nothing to do a second time", async () => {
  await open(
    "a.catalog.yaml",
    `${HEADER}providers:\r\n    a:   # one\r\n        adapter :  openai  \r\n\r\n\r\n    b: {adapter: openai}\r\n`,
  );
  const once = await formatted("a.catalog.yaml");
  expect(once).toBe(`${HEADER}providers:\r\n  a:   # one\r\n    adapter: openai\r\n\r\n  b: {adapter: openai}\r\n`);
  expect(await session.request("textDocument/formatting", "a.catalog.yaml", { options })).toEqual([]);
});

test("the edits are small", async () => {
  await open("a.catalog.yaml", `${HEADER}providers:\n  a:\n    adapter:  openai\n`);
  expect(await session.request("textDocument/formatting", "a.catalog.yaml", { options })).toEqual([
    { range: { start: { line: 4, character: 12 }, end: { line: 4, character: 14 } }, newText: " " },
  ]);
});

test("a range: the lines of a selection that ends at the beginning of the next", async () => {
  await open("a.catalog.yaml", "a:   1\nb:   2\nc:   3\n");
  const range = { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } };
  const edits = await session.request<TextEdit[]>("textDocument/rangeFormatting", "a.catalog.yaml", { options, range });
  await session.edit("a.catalog.yaml", edits);
  expect(session.text("a.catalog.yaml")).toBe("a:   1\nb: 2\nc:   3\n");
});

test.each([
  ["broken", "a.catalog.yaml", "a:   [1\nb:   2\n"],
  ["JSON", "a.catalog.json", '{"apiVersion":   "fairlead/v1"}\n'],
  ["not ours", "values.yaml", "a:   1\n"],
  ["empty", "a.catalog.yaml", ""],
])("a text that is %s is left alone", async (_what, name, text) => {
  await open(name, text);
  expect(await session.request("textDocument/formatting", name, { options })).toEqual([]);
});

describe("what is offered", () => {
  const patterns = () =>
    session.registrations
      .filter(({ method }) => method === "textDocument/formatting")
      .map(
        ({ registerOptions }) =>
          (registerOptions as { documentSelector: { pattern: string }[] }).documentSelector[0]?.pattern,
      );

  test("to an editor that can not be told later: formatting of all that it attaches to", async () => {
    await open("a.catalog.yaml", HEADER);
    expect(session.initialized?.capabilities).toMatchObject({
      documentFormattingProvider: true,
      documentRangeFormattingProvider: true,
      documentOnTypeFormattingProvider: { firstTriggerCharacter: "\n" },
    });
    expect(patterns()).toEqual([]);
  });

  test("to others: formatting of our documents, by their names or one by one, and of no other YAML", async () => {
    await open("values.yaml", "a: 1\n", DYNAMIC);
    expect(session.initialized?.capabilities.documentFormattingProvider).toBeUndefined();
    await session.open("a.catalog.yaml", HEADER);
    await session.open("b.catalog.yaml", HEADER);
    await session.open("deep [1]/c.yaml", HEADER);
    await expect.poll(() => patterns().length).toBe(2);
    expect(patterns()[0]).toContain("*.catalog");
    expect(patterns()[1]).toMatch(/\/deep \?1\?\/c\.yaml$/);
    expect(new Set(session.registrations.map(({ method }) => method))).toContain("textDocument/onTypeFormatting");
  });

  test("nothing where it is switched off, at once", async () => {
    await open("a.catalog.yaml", "a:   1\n", DYNAMIC);
    await expect.poll(() => patterns().length).toBe(1);
    session.settings = { format: { enable: false } };
    await session.notify("workspace/didChangeConfiguration", { settings: {} });
    await expect.poll(() => patterns().length).toBe(0);
    expect(await session.request("textDocument/formatting", "a.catalog.yaml", { options })).toEqual([]);
    session.settings = {};
    await session.notify("workspace/didChangeConfiguration", { settings: {} });
    await expect.poll(() => patterns().length).toBe(1);
  });
});

describe("after Enter", () => {
  /** `|` is where the cursor is, behind the line ending and what the editor indents by itself. */
  test.each<[string, string, string]>([
    ["below a key", "providers:\n|\n", "providers:\n  \n"],
    ["below a key with a comment", "providers:  # ours\n|", "providers:  # ours\n  "],
    ["below a key in a list's entry", "cases:\n  - vars:\n    |\n", "cases:\n  - vars:\n      \n"],
    ["below an anchor", "a: &x\n|", "a: &x\n  "],
    ["before what stands there already", "a:\n|\n    b: 1\n", "a:\n    \n    b: 1\n"],
    ["below a key of a list's entry", "a:\n  - b: 1\n  |\n", "a:\n  - b: 1\n    \n"],
    ["a list goes on", "a:\n  - b\n  |\n", "a:\n  - b\n  - \n"],
    ["a list goes on behind quotes", "a:\n  - 'b: c'\n  |", "a:\n  - 'b: c'\n  - "],
    ["a list in line with its key goes on", "a:\n- b\n|", "a:\n- b\n- "],
    ["an empty entry ends the list", "a:\n  - b\n  - \n  |\n", "a:\n  - b\n\n"],
    ["an empty entry ends an inner list", "x:\n  a:\n    - b\n    -\n    |\n", "x:\n  a:\n    - b\n  \n"],
    ["a first empty entry stays", "a:\n  -\n  |\n", "a:\n  -\n  \n"],
    ["below a block value's header", "a:\n  b: |-\n  |\n".replace("|-", "\u0000-"), "a:\n  b: |-\n    \n"],
    [
      "far down in a long text",
      `a:\n${"  k: { a: 1 }\n".repeat(700)}  z:\n    - b\n    |`,
      `a:\n${"  k: { a: 1 }\n".repeat(700)}  z:\n    - b\n    - `,
    ],
    ["Windows line endings", "a:\r\n|\r\n", "a:\r\n  \r\n"],
  ])("%s", async (_what, written, expected) => {
    const position = await open("a.catalog.yaml", written);
    await withBlockHeader();
    const edits = await session.request<TextEdit[]>("textDocument/onTypeFormatting", "a.catalog.yaml", {
      options,
      position,
      ch: "\n",
    });
    await session.edit("a.catalog.yaml", edits);
    expect(session.text("a.catalog.yaml")).toBe(expected);
  });

  test.each([
    ["a plain entry", "a: 1\n|\n"],
    ["text behind the cursor", "a:\n|b: 1\n"],
    ["the text of a block value", "a: \u0000\n  - b\n  |\n"],
    ["a quote that goes on", 'a:\n  - "b\n  |\n'],
    ["brackets", "a: [\n|\n"],
    ["brackets that go on", "a: [\n  b:\n|\n"],
    ["a comment", "# a:\n|\n"],
    ["the first line", "|"],
    ["an empty line before", "a:\n\n|\n"],
    ["an entry in brackets", "a:\n  - { b: 1,\n  |\n"],
  ])("nothing happens with %s", async (_what, written) => {
    const position = await open("a.catalog.yaml", written);
    await withBlockHeader();
    const parameters = { options, position, ch: "\n" };
    expect(await session.request("textDocument/onTypeFormatting", "a.catalog.yaml", parameters)).toEqual([]);
  });

  /** The bar of a block value would be taken for the cursor. */
  async function withBlockHeader(): Promise<void> {
    const document = session.document("a.catalog.yaml");
    const at = document.getText().indexOf("\u0000");
    if (at < 0) return;
    const range = { start: document.positionAt(at), end: document.positionAt(at + 1) };
    await session.edit("a.catalog.yaml", [{ range, newText: "|" }]);
  }
});
