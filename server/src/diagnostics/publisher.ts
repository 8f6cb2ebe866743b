/** Publishes diagnostics, and takes back those of files that are gone. */
import type { Diagnostic } from "vscode-languageserver";
import type { Reports } from "./current.ts";

export type SendDiagnostics = (uri: string, version: number | undefined, diagnostics: Diagnostic[]) => void;

export class Publisher {
  readonly #send: SendDiagnostics;
  /** What the client shows. */
  #shown: Reports = new Map();

  constructor(send: SendDiagnostics) {
    this.#send = send;
  }

  /** Makes the client show just this: sends what changed, and empties the files that are no longer in it. */
  publish(all: Reports): void {
    for (const uri of this.#shown.keys()) if (!all.has(uri)) this.#send(uri, undefined, []);
    for (const [uri, { version, diagnostics, resultId }] of all) {
      const before = this.#shown.get(uri);
      if (before?.resultId === resultId && before.version === version) continue;
      // An open file without problems is announced too: clients and tests wait for the answer to a version.
      if (diagnostics.length > 0 || before || version !== undefined) this.#send(uri, version, diagnostics);
    }
    this.#shown = all;
  }
}
