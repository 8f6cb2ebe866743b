/** Parsed documents by version, so that every feature of one keystroke shares one parse. */
import { type ParsedFile, parseFile } from "@fairlead/runtime/documents";
import type { TextDocument } from "vscode-languageserver-textdocument";

export class ParseCache {
  // By the object and not by the URI: a text that is closed and opened again begins at version 1 anew.
  readonly #parsed = new WeakMap<TextDocument, { version: number; file: ParsedFile }>();

  /** Whether a document is parsed already, as it is now. */
  isFresh(document: TextDocument): boolean {
    return this.#parsed.get(document)?.version === document.version;
  }

  /** The parsed text of a document as it is now. */
  parse(document: TextDocument): ParsedFile {
    const known = this.#parsed.get(document);
    if (known && known.version === document.version) return known.file;
    const file = parseFile(document.uri, document.getText(), known?.file);
    this.#parsed.set(document, { version: document.version, file });
    return file;
  }
}
