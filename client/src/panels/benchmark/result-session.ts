/** A result in a webview: opened by a reader, asked by the page, acted on. The panel and the custom editor share it. */
import path from "node:path";
import { type Disposable, l10n, Position, Range, Uri, window, workspace } from "vscode";
import { showCase } from "./case-source.ts";
import type { HistoryEntry, ResultSource } from "./reader/protocol.ts";
import { ResultReader } from "./reader/result-reader.ts";
import { act, actionsFor } from "./result-actions.ts";
import type { BenchmarkServices } from "./services.ts";
import type { Answers, HistoryRow, Question, ResultView, ToExtension, ToPanel } from "./webview/messages.ts";
import { askWhatIf } from "./what-if.ts";

/** More results than this in a workspace are an archive, which no history can show. */
const HISTORY_FILES = 200;

export class ResultSession implements Disposable {
  readonly #services: BenchmarkServices;
  readonly #post: (message: ToPanel) => void;
  #reader: ResultReader | undefined;
  #view: ResultView = { status: "none" };
  /** The last of the openings counts, whichever ends last. */
  #opening = 0;

  constructor(services: BenchmarkServices, post: (message: ToPanel) => void) {
    this.#services = services;
    this.#post = post;
  }

  get view(): ResultView {
    return this.#view;
  }

  /** The thread, for other questions. Started when it is needed. */
  get reader(): ResultReader {
    this.#reader ??= new ResultReader(this.#services.reader);
    return this.#reader;
  }

  /** Opens a file. Never rejects: what is wrong is what the page shows. */
  async open(uri: Uri): Promise<void> {
    this.#opening += 1;
    const opening = this.#opening;
    const name = this.#nameOf(uri.fsPath);
    this.#show({ status: "loading", name });
    const view = await this.#read(uri, name);
    if (opening === this.#opening) this.#show(view);
  }

  /** Shows nothing. */
  clear(): void {
    this.#opening += 1;
    this.#show({ status: "none" });
  }

  /** Answers what the page asks of a result; false where the message is about something else. */
  async receive(message: ToExtension): Promise<boolean> {
    switch (message.type) {
      case "ready":
        this.#show(this.#view);
        return false;
      case "ask":
        await this.#answer(message.id, message.question);
        return true;
      case "open-case":
        if (this.#view.status !== "ready") return true;
        await showCase(this.#services.server, this.reader, this.#view.digest.header.benchmark, message);
        return true;
      case "open-text": {
        if (this.#view.status !== "problem") return true;
        const place = new Position(Math.max(0, message.line - 1), Math.max(0, message.column - 1));
        await window.showTextDocument(Uri.file(this.#view.path), { selection: new Range(place, place) });
        return true;
      }
      case "action": {
        if (this.#view.status !== "ready") return true;
        await act(message.id, this.#acted(this.#view.path, this.#view.digest.header.benchmark), this.#services);
        return true;
      }
      default:
        return false;
    }
  }

  dispose(): void {
    this.#opening += 1;
    this.#reader?.dispose();
    this.#reader = undefined;
  }

  async #read(uri: Uri, name: string): Promise<ResultView> {
    try {
      // What lies elsewhere than on this machine has no path, so that its text goes over.
      const source: ResultSource =
        uri.scheme === "file"
          ? { path: uri.fsPath }
          : { text: new TextDecoder().decode(await workspace.fs.readFile(uri)) };
      const { digest, problem } = await this.reader.ask({ kind: "open", source });
      if (problem !== undefined) return { status: "problem", name, path: uri.fsPath, problem, message: "" };
      const { fsPath } = uri;
      return {
        status: "ready",
        name,
        path: fsPath,
        digest,
        actions: actionsFor(this.#acted(fsPath, digest.header.benchmark)),
      };
    } catch (error) {
      // A thread that ended takes no more questions.
      this.#reader?.dispose();
      this.#reader = undefined;
      const message = error instanceof Error ? error.message : String(error);
      return { status: "problem", name, path: uri.fsPath, problem: undefined, message };
    }
  }

  #acted(file: string, benchmark: string) {
    return { path: file, benchmark, isUnsaved: this.#services.files.holds(file) };
  }

  async #answer(id: number, question: Question): Promise<void> {
    try {
      this.#post({ type: "answer", id, answer: await this.#answerTo(question) });
    } catch (error) {
      this.#post({ type: "refusal", id, message: error instanceof Error ? error.message : String(error) });
    }
  }

  async #answerTo(question: Question): Promise<Answers[keyof Answers]> {
    if (this.#view.status !== "ready") throw new Error(l10n.t("No result is open."));
    if (question.kind === "what-if") return askWhatIf(question, this.#view.path, this.#services);
    if (question.kind !== "history") return this.reader.ask(question);
    const { header } = this.#view.digest;
    const found = await workspace.findFiles("**/*.bench.json", "**/{node_modules,.git}/**", HISTORY_FILES);
    const paths = [
      ...new Set([this.#view.path, ...found.map(({ fsPath }) => fsPath), ...(await this.#services.files.all())]),
    ];
    // Git runs what a repository's configuration says, so it runs where its owner is trusted only.
    const entries = await this.reader.ask({
      kind: "history",
      benchmark: header.benchmark,
      paths,
      git: workspace.isTrusted,
    });
    return entries.map((entry) => this.#row(entry, header.run));
  }

  #row(entry: HistoryEntry, shown: string): HistoryRow {
    return { ...entry, name: this.#nameOf(entry.path), isShown: entry.point.run === shown };
  }

  #nameOf(file: string): string {
    if (this.#services.files.holds(file)) return l10n.t("not saved");
    return workspace.getWorkspaceFolder(Uri.file(file)) ? workspace.asRelativePath(file) : path.basename(file);
  }

  #show(view: ResultView): void {
    this.#view = view;
    this.#post({ type: "result", result: view });
  }
}
