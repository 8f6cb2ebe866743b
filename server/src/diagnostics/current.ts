/** What is wrong in all files as they are now: the one source of what is pushed to a client and what it pulls. */
import { createHash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Diagnostic } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { codeDiagnostics } from "../code-features/diagnostics.ts";
import { loadEngine } from "../code-features/engine.ts";
import { isCode, isOurs } from "../languages.ts";
import type { ServerContext } from "../server-context.ts";
import type { PolicyGroup } from "../workspace/workspace-files.ts";
import { groupDiagnostics } from "../yaml/features/diagnostics.ts";
import { forClient, worthTelling } from "./client-form.ts";
import { Pace } from "./pace.ts";
import { withoutSyntaxErrors } from "./syntax-errors.ts";

/** The diagnostics of one file. */
export interface FileReport {
  uri: string;
  /** Of the open text; undefined for a file that is not open. */
  version: number | undefined;
  diagnostics: Diagnostic[];
  /** The same for the same diagnostics, in whichever run of the server. */
  resultId: string;
}

export type Reports = ReadonlyMap<string, FileReport>;

export class CurrentDiagnostics {
  readonly pace = new Pace();
  readonly #context: ServerContext;
  readonly #ofGroups = new WeakMap<PolicyGroup, Map<string, Diagnostic[]>>();
  readonly #ids = new WeakMap<Diagnostic[], { resultId: string; diagnostics: Diagnostic[] }>();

  constructor(context: ServerContext) {
    this.#context = context;
  }

  /**
   * The reports of all files. Lets requests through between its steps; undefined where `isStale` says then that
   * nobody wants the answer any more.
   */
  async all(isStale: () => boolean): Promise<Reports | undefined> {
    const { open, files } = this.#context;
    await this.#context.ready;
    const linted = () => open.all().filter((document) => this.#isLinted(document));
    const engine = linted().length > 0 ? await loadEngine() : undefined;
    const began = performance.now();
    for (const document of open.all()) {
      if (!isOurs(document)) continue;
      await files.prepare(document);
      if (isStale()) return undefined;
    }
    await nextTurn();
    if (isStale()) return undefined;
    const reports = new Map<string, FileReport>();
    for (const group of files.groups())
      for (const [uri, found] of this.#ofGroup(group)) reports.set(uri, this.#report(uri, found));
    this.pace.ran(performance.now() - began);
    for (const document of engine ? linted() : []) {
      // Each may take as long as a whole group.
      await nextTurn();
      if (!engine || isStale()) return undefined;
      const found = codeDiagnostics(engine, document, files.lastGroupOf(document.uri));
      reports.set(document.uri, this.#report(document.uri, found));
    }
    return reports;
  }

  #isLinted(document: TextDocument): boolean {
    return this.#context.settings.codeDiagnostics && isCode(document);
  }

  #ofGroup(group: PolicyGroup): Map<string, Diagnostic[]> {
    const known = this.#ofGroups.get(group) ?? groupDiagnostics(group);
    this.#ofGroups.set(group, known);
    return known;
  }

  #report(uri: string, all: Diagnostic[]): FileReport {
    const found = this.#context.settings.syntaxErrors ? all : withoutSyntaxErrors(all);
    const known = this.#ids.get(found) ?? this.#identified(found);
    this.#ids.set(found, known);
    return { uri, version: this.#context.open.get(uri)?.version, ...known };
  }

  #identified(found: Diagnostic[]): { resultId: string; diagnostics: Diagnostic[] } {
    const diagnostics = worthTelling(found).map((one) => forClient(one, this.#context.client.diagnostics));
    const resultId = createHash("sha1").update(JSON.stringify(diagnostics)).digest("base64url");
    return { resultId, diagnostics };
  }
}
