import { describe, expect, test, vi } from "vitest";
import { CancellationTokenSource, ResponseError } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { wantsKind } from "./code-action-kinds.ts";
import { guarded } from "./guard.ts";
import { isCode, isOurs, mayBecomeOurs } from "./languages.ts";
import { readSettings } from "./workspace/settings.ts";

const none = new CancellationTokenSource().token;

describe("guarded", () => {
  test("logs what throws, and answers with nothing", async () => {
    const logged: string[] = [];
    const handle = guarded({ error: (text: string) => void logged.push(text) }, "hover", "nothing", () => {
      throw new Error("broken");
    });
    expect(await handle(undefined, none)).toBe("nothing");
    expect(logged.join()).toContain("hover failed: Error: broken");
  });

  test("does not begin what was cancelled", async () => {
    const source = new CancellationTokenSource();
    source.cancel();
    const handle = vi.fn(() => "answer");
    expect(await guarded({ error: () => {} }, "hover", "nothing", handle)(undefined, source.token)).toBeInstanceOf(
      ResponseError,
    );
    expect(handle).not.toHaveBeenCalled();
  });
});

test.each([
  [undefined, true],
  [null, true],
  ["nonsense", true],
  [{ lint: { enabled: "yes" } }, true],
  [{ lint: { enabled: false } }, false],
])("settings %j", (section, codeDiagnostics) => {
  expect(readSettings(section)).toMatchObject({ codeDiagnostics });
});

test.each([
  [undefined, "quickfix", true],
  [["quickfix"], "quickfix", true],
  [["source"], "source.fixAll.fairlead", true],
  [["source.fixAll"], "source.fixAll.fairlead", true],
  [["source.organizeImports"], "source.fixAll.fairlead", false],
  [["refactor"], "quickfix", false],
])("who asks for %j wants %s: %s", (only, kind, wanted) => {
  expect(wantsKind(only, kind)).toBe(wanted);
});

describe("languages", () => {
  const document = (uri: string, text: string, languageId = "yaml") => TextDocument.create(uri, languageId, 1, text);

  test("ours by name or header, new by what little is written", () => {
    expect(isOurs(document("file:///a.catalog.yaml", ""))).toBe(true);
    expect(isOurs(document("file:///a.yaml", "apiVersion: fairlead/v1"))).toBe(true);
    expect(isOurs(document("file:///notes.md", "apiVersion: fairlead/v1", "markdown"))).toBe(false);
    for (const text of ["", "# hello\n", "api", "apiVersion: fairlead/v1\nki", "---\nkind: Cat"])
      expect(mayBecomeOurs(document("file:///a.yaml", text))).toBe(true);
    for (const text of ["services:\n  web: {}\n", "on: push\n", "a\nb\nc\n"])
      expect(mayBecomeOurs(document("file:///a.yaml", text))).toBe(false);
    expect(mayBecomeOurs(document("file:///a.ts", "", "typescript"))).toBe(false);
  });

  test("code by language or name", () => {
    for (const name of ["a.ts", "a.mts", "a.cjs", "a.tsx", "a.jsx", "a.py"])
      expect(isCode(document(`file:///${name}`, "", "plaintext"))).toBe(true);
    expect(isCode(document("untitled:1", "", "javascriptreact"))).toBe(true);
    expect(isCode(document("file:///a.css", "", "css"))).toBe(false);
  });
});
