/** What the suites share. */
import assert from "node:assert/strict";
import {
  type CodeAction,
  commands,
  type Diagnostic,
  languages,
  Position,
  type Range,
  Uri,
  window,
  workspace,
} from "vscode";

/** A file of the sample workspace. */
export function sampleFile(relative: string): Uri {
  const folder = workspace.workspaceFolders?.[0];
  assert.ok(folder, "the sample workspace is open");
  return Uri.joinPath(folder.uri, relative);
}

/** Opens a file in the editor. */
export async function open(relative: string) {
  const document = await workspace.openTextDocument(sampleFile(relative));
  return window.showTextDocument(document);
}

/** Asks again until there is an answer, or fails after fifty seconds saying what was awaited. */
export async function eventually<Value>(
  what: string,
  ask: () => Promise<Value | undefined> | Value | undefined,
): Promise<Value> {
  const deadline = Date.now() + 50_000;
  for (;;) {
    const value = await ask();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`Waited 50 s in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The code of a diagnostic as text. */
export function codeOf({ code }: Diagnostic): string {
  return String(typeof code === "object" ? code.value : code);
}

/** Our diagnostics of a file, now. */
export function diagnosticsOf(uri: Uri): Diagnostic[] {
  return languages.getDiagnostics(uri).filter((one) => one.source?.toLowerCase().startsWith("fairlead"));
}

/** The quick fixes that the editor offers for a diagnostic. */
export async function quickFixes(uri: Uri, range: Range): Promise<CodeAction[]> {
  const found = await commands.executeCommand<CodeAction[]>(
    "vscode.executeCodeActionProvider",
    uri,
    range,
    "quickfix",
    20,
  );
  return found.filter((action) => action.edit !== undefined);
}

/** Where a text stands in a document. */
export function positionOf(text: string, needle: string, offset = 0): Position {
  const index = text.indexOf(needle);
  assert.ok(index >= 0, `the document contains ${needle}`);
  const before = text.slice(0, index + offset).split("\n");
  return new Position(before.length - 1, before.at(-1)?.length ?? 0);
}
