/** Diagnostics for clients that ask for them: of one document, and of the whole workspace as a stream. */
import { setTimeout as wait } from "node:timers/promises";
import {
  type CancellationToken,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type FullDocumentDiagnosticReport,
  type UnchangedDocumentDiagnosticReport,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from "vscode-languageserver";
import type { ServerContext } from "../server-context.ts";
import type { CurrentDiagnostics, FileReport, Reports } from "./current.ts";
import { type Debounced, debounce } from "./debounce.ts";
import type { Delivery } from "./delivery.ts";
import { AT_MOST } from "./pace.ts";
import { ReportStream, type SendReports } from "./report-stream.ts";

/** A full report, or that it is the one which the client has. */
type Report = FullDocumentDiagnosticReport | UnchangedDocumentDiagnosticReport;

export class PullDiagnostics implements Delivery {
  readonly #context: ServerContext;
  readonly #current: CurrentDiagnostics;
  readonly #updates: Debounced;
  readonly #refresh: Debounced;
  readonly #streams = new Set<ReportStream>();
  /** What the client was told last of each document, in its answers. */
  readonly #told = new Map<string, string>();
  #latest = 0;
  #isStopped = false;

  constructor(context: ServerContext, current: CurrentDiagnostics) {
    this.#context = context;
    this.#current = current;
    const waits = { quiet: () => current.pace.quiet, atMost: AT_MOST };
    this.#updates = debounce(() => context.detached("streaming diagnostics", this.#update()), waits);
    this.#refresh = debounce(() => {
      context.detached("refreshing diagnostics", context.connection.languages.diagnostics.refresh());
    }, waits);
  }

  textChanged(): void {
    if (this.#streams.size > 0) this.#updates.schedule();
  }

  worldChanged(): void {
    this.textChanged();
    // Documents in the editor are asked for only when their text changes, or when they are told to.
    if (this.#context.client.refreshesDiagnostics) this.#refresh.schedule();
  }

  stop(): void {
    this.#isStopped = true;
    this.#updates.cancel();
    this.#refresh.cancel();
    for (const stream of this.#streams) stream.end();
  }

  /** The report of one document; undefined where the request was cancelled. */
  async ofDocument(
    uri: string,
    previousResultId: string | undefined,
    token: CancellationToken,
  ): Promise<DocumentDiagnosticReport | undefined> {
    const isStale = () => token.isCancellationRequested;
    // Who types on cancels what is asked for at each letter, and asks again.
    await wait(this.#current.pace.quiet);
    const reports = isStale() ? undefined : await this.#current.all(isStale);
    if (!reports || isStale()) return undefined;
    const report = reports.get(uri);
    if (!report) return NOTHING;
    this.#told.set(uri, report.resultId);
    const related = this.#context.client.relatedDiagnostics ? this.#related(reports, uri) : {};
    return { ...reportSince(previousResultId, report), ...related };
  }

  /** Open documents beside the one asked for of which something else is to be said than the client has heard. */
  #related(reports: Reports, uri: string): { relatedDocuments?: Record<string, FullDocumentDiagnosticReport> } {
    const relatedDocuments: Record<string, FullDocumentDiagnosticReport> = {};
    for (const report of reports.values()) {
      const told = this.#told.get(report.uri);
      if (report.uri === uri || told === undefined || told === report.resultId) continue;
      if (report.version === undefined) continue;
      this.#told.set(report.uri, report.resultId);
      relatedDocuments[report.uri] = full(report);
    }
    return Object.keys(relatedDocuments).length > 0 ? { relatedDocuments } : {};
  }

  /**
   * The reports of all documents. Where the client takes parts of the answer, what changes later is sent as it comes,
   * and the answer itself only at the end: when the client cancels, or the server stops.
   */
  async ofWorkspace(
    previous: ReadonlyMap<string, string>,
    send: SendReports | undefined,
    token: CancellationToken,
  ): Promise<WorkspaceDiagnosticReport | undefined> {
    const reports = await this.#current.all(() => token.isCancellationRequested);
    if (!reports) return undefined;
    if (!send) return { items: allReports(previous, reports) };
    const stream = new ReportStream(previous, send);
    stream.update(reports);
    if (this.#isStopped) return { items: [] };
    this.#streams.add(stream);
    const listener = token.onCancellationRequested(() => stream.end());
    // What changed since the reports were worked out.
    this.#updates.schedule();
    await stream.ended;
    listener.dispose();
    this.#streams.delete(stream);
    return token.isCancellationRequested ? undefined : { items: [] };
  }

  async #update(): Promise<void> {
    this.#latest += 1;
    const mine = this.#latest;
    const reports = await this.#current.all(() => mine !== this.#latest);
    if (reports) for (const stream of this.#streams) stream.update(reports);
  }
}

const NOTHING: FullDocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };

function full({ diagnostics, resultId }: FileReport): FullDocumentDiagnosticReport {
  return { kind: DocumentDiagnosticReportKind.Full, resultId, items: diagnostics };
}

function reportSince(previousResultId: string | undefined, report: FileReport): Report {
  const { resultId } = report;
  if (previousResultId === resultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
  return full(report);
}

/** All documents, unchanged ones as such, and those that are gone with nothing in them. */
function allReports(previous: ReadonlyMap<string, string>, reports: Reports): WorkspaceDocumentDiagnosticReport[] {
  const gone = [...previous.keys()].filter((uri) => !reports.has(uri));
  return [
    ...[...reports.values()].map((report) => ({
      uri: report.uri,
      version: report.version ?? null,
      ...reportSince(previous.get(report.uri), report),
    })),
    ...gone.map((uri) => ({ uri, version: null, ...NOTHING })),
  ];
}
