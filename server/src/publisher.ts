/** Publishes diagnostics, and takes back those of files that are gone. */
import type { Diagnostic } from "vscode-languageserver";

export class Publisher {
  readonly #send: (uri: string, version: number | undefined, diagnostics: Diagnostic[]) => void;
  /** What the client shows, as text to compare with. */
  #shown = new Map<string, string>();

  constructor(send: (uri: string, version: number | undefined, diagnostics: Diagnostic[]) => void) {
    this.#send = send;
  }

  /** Makes the client show just this: sends what changed, and empties the files that are no longer in it. */
  publish(all: ReadonlyMap<string, { version: number | undefined; diagnostics: Diagnostic[] }>): void {
    for (const uri of this.#shown.keys()) if (!all.has(uri)) this.#send(uri, undefined, []);
    const shown = new Map<string, string>();
    for (const [uri, { version, diagnostics }] of all) {
      const text = JSON.stringify([version, diagnostics]);
      const before = this.#shown.get(uri);
      // An open file without problems is announced too: clients and tests wait for the answer to a version.
      if (text !== before && (diagnostics.length > 0 || before !== undefined || version !== undefined))
        this.#send(uri, version, diagnostics);
      shown.set(uri, text);
    }
    this.#shown = shown;
  }
}
