/** Parsed documents by version, so that every feature of one keystroke shares one parse. */
import { type ParsedFile, parseFile } from "@fairlead/runtime/documents";
import type { TextDocument } from "vscode-languageserver-textdocument";

export class ParseCache {
  readonly #parsed = new Map<string, { version: number; file: ParsedFile }>();

  /** The parsed text of a document as it is now. */
  parse(document: TextDocument): ParsedFile {
    const known = this.#parsed.get(document.uri);
    if (known && known.version === document.version) return known.file;
    const file = parseFile(document.uri, document.getText());
    this.#parsed.set(document.uri, { version: document.version, file });
    return file;
  }

  /** Forgets a document that was closed. */
  forget(uri: string): void {
    this.#parsed.delete(uri);
  }
}
