/** Parsed documents by version, so that every feature of one keystroke shares one parse. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { type ParsedFile, parseFile, parseFileInSteps, prepareFile, type Steps } from "@fairlead/runtime/documents";
import type { TextDocument } from "vscode-languageserver-textdocument";

/** After so many milliseconds of parsing others have their turn. */
const TURN = 20;

export class ParseCache {
  // By the object and not by the URI: a text that is closed and opened again begins at version 1 anew.
  readonly #parsed = new WeakMap<TextDocument, { version: number; file: ParsedFile }>();
  readonly #underWay = new WeakMap<TextDocument, { version: number; parsing: Promise<void> }>();

  /** The parsed text of a document as it is now. `alike` is a text that it was before, where nothing else is known. */
  parse(document: TextDocument, alike?: ParsedFile): ParsedFile {
    const known = this.#parsed.get(document);
    if (known && known.version === document.version) return known.file;
    const file = parseFile(document.uri, document.getText(), known?.file ?? alike);
    this.#parsed.set(document, { version: document.version, file });
    return file;
  }

  /** Whether a document is parsed and validated already, as it is now. */
  isFresh(document: TextDocument): boolean {
    return this.#parsed.get(document)?.version === document.version && !this.#underWay.has(document);
  }

  /**
   * Parses and validates a document in turns with others, so that `parse` has it. Who asks while that goes on waits
   * for the same. Ends early where the text changes meanwhile.
   */
  prepare(document: TextDocument, alike?: ParsedFile): Promise<void> {
    const { version } = document;
    const current = this.#underWay.get(document);
    if (current?.version === version) return current.parsing;
    const parsing = this.#prepare(document, alike).finally(() => {
      if (this.#underWay.get(document)?.parsing === parsing) this.#underWay.delete(document);
    });
    this.#underWay.set(document, { version, parsing });
    return parsing;
  }

  async #prepare(document: TextDocument, alike: ParsedFile | undefined): Promise<void> {
    const { version } = document;
    const known = this.#parsed.get(document);
    const isStale = () => document.version !== version;
    let file = known?.version === version ? known.file : undefined;
    if (!file) {
      file = await inTurns(parseFileInSteps(document.uri, document.getText(), known?.file ?? alike), isStale);
      // Somebody may have parsed it at once in between, and what they have is what everybody has.
      const meanwhile = this.#parsed.get(document);
      if (meanwhile?.version === version) file = meanwhile.file;
      else if (file && !isStale()) this.#parsed.set(document, { version, file });
    }
    if (file) await inTurns(prepareFile(file), isStale);
  }
}

/** Does steps in turns with whatever else there is to do; undefined where they were given up. */
async function inTurns<T>(steps: Steps<T>, isStale: () => boolean): Promise<T | undefined> {
  let began = performance.now();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() - began < TURN) continue;
    await nextTurn();
    if (isStale()) return undefined;
    began = performance.now();
  }
}
