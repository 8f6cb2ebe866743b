/** One open answer of a workspace's diagnostics, to which reports are added as they change. */
import { DocumentDiagnosticReportKind, type WorkspaceDocumentDiagnosticReport } from "vscode-languageserver";
import type { Reports } from "./current.ts";

export type SendReports = (items: WorkspaceDocumentDiagnosticReport[]) => void;

export class ReportStream {
  /** Settles when `end` was called. */
  readonly ended: Promise<void>;
  end: () => void = () => {};
  readonly #send: SendReports;
  /** Result ids by document, as the client has them. */
  readonly #known: Map<string, string>;

  constructor(previous: ReadonlyMap<string, string>, send: SendReports) {
    this.#known = new Map(previous);
    this.#send = send;
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
  }

  /** Sends what the client does not have yet, and empties the files that are gone. */
  update(reports: Reports): void {
    const items: WorkspaceDocumentDiagnosticReport[] = [];
    for (const { uri, version, resultId, diagnostics } of reports.values()) {
      if (this.#known.get(uri) === resultId) continue;
      this.#known.set(uri, resultId);
      items.push({
        uri,
        version: version ?? null,
        kind: DocumentDiagnosticReportKind.Full,
        resultId,
        items: diagnostics,
      });
    }
    for (const uri of this.#known.keys()) {
      if (reports.has(uri)) continue;
      this.#known.delete(uri);
      items.push({ uri, version: null, kind: DocumentDiagnosticReportKind.Full, items: [] });
    }
    if (items.length > 0) this.#send(items);
  }
}
