/** Tells the client to ask again for lenses and hints when what they were worked out from is no longer so. */
import type { CheckedWorkspace } from "@fairlead/runtime/documents";
import { CodeLensRefreshRequest } from "vscode-languageserver";
import type { ServerContext } from "../server-context.ts";

/** Longer than diagnostics take, which bring the facts up to date; short enough to look alive. */
const SETTLED = 300;

export class FactsShown {
  readonly #context: ServerContext;
  /** What each document's lenses and hints were last worked out from. */
  readonly #answers = new Map<string, CheckedWorkspace>();
  #timer: NodeJS.Timeout | undefined;
  #isAnother = false;

  constructor(context: ServerContext) {
    this.#context = context;
  }

  /** Lenses or hints of a document are worked out now. */
  answered(uri: string): void {
    this.#answers.set(uri, this.#context.files.lastGroupOf(uri).checked);
  }

  /** A text was edited, or something else has changed: files, folders, settings. */
  changed(what: "text" | "world"): void {
    this.#isAnother ||= what === "world";
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#settled(), SETTLED).unref();
  }

  #settled(): void {
    const { files, open, connection, client } = this.#context;
    let isAnother = this.#isAnother;
    this.#isAnother = false;
    for (const [uri, checked] of this.#answers) {
      if (!open.get(uri)) this.#answers.delete(uri);
      else if (files.lastGroupOf(uri).checked !== checked) isAnother = true;
    }
    if (!isAnother || this.#answers.size === 0) return;
    const { workspace } = client.capabilities;
    if (workspace?.codeLens?.refreshSupport)
      this.#context.detached("lenses", connection.sendRequest(CodeLensRefreshRequest.type));
    if (workspace?.inlayHint?.refreshSupport) this.#context.detached("hints", connection.languages.inlayHint.refresh());
  }
}
