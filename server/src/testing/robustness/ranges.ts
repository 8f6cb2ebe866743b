/** Finds the ranges in an answer that lie outside of their documents. */
import type { Position, Range } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";

/** Each in words; empty where all is well. `asked` is the document of the request; others are looked up by URI. */
export function strayRanges(
  answer: unknown,
  asked: TextDocument,
  find: (uri: string) => TextDocument | undefined,
): string[] {
  const stray: string[] = [];
  const visit = (value: unknown, document: TextDocument | undefined): void => {
    if (value === null || typeof value !== "object") return;
    if (Array.isArray(value)) {
      for (const item of value) visit(item, document);
      return;
    }
    const record = value as Record<string, unknown>;
    const { uri, targetUri, textDocument } = record;
    const named = uri ?? targetUri ?? (textDocument as { uri?: unknown } | undefined)?.uri;
    const here = typeof named === "string" ? find(named) : document;
    if (isRange(record)) {
      if (here && !lies(record, here)) stray.push(`${JSON.stringify(record)} in ${here.uri}`);
      return;
    }
    for (const [key, child] of Object.entries(record)) {
      // A position within the asking document, whatever file the range beside it is in.
      if (key === "originSelectionRange") visit(child, asked);
      // The arguments of commands are the client's.
      else if (key !== "arguments" && key !== "data") visit(child, key.includes("://") ? find(key) : here);
    }
  };
  visit(answer, asked);
  return stray;
}

function isRange(value: object): value is Range {
  return "start" in value && "end" in value && isPosition(value.start) && isPosition(value.end);
}

function isPosition(value: unknown): value is Position {
  return value !== null && typeof value === "object" && "line" in value && "character" in value;
}

function lies({ start, end }: Range, document: TextDocument): boolean {
  const ordered = start.line < end.line || (start.line === end.line && start.character <= end.character);
  return ordered && exists(start, document) && exists(end, document);
}

function exists(position: Position, document: TextDocument): boolean {
  const { line, character } = document.positionAt(document.offsetAt(position));
  return line === position.line && character === position.character;
}
