/** Benchmarks in the test explorer: suites, their benchmarks, and the cases of those. */
import path from "node:path";
import type { CaseRow } from "@fairlead/runtime/bench/view";
import {
  type CancellationToken,
  type Disposable,
  Location,
  l10n,
  Position,
  Range,
  type TestController,
  type TestItem,
  type TestItemCollection,
  TestMessage,
  type TestRun,
  TestRunProfileKind,
  TestRunRequest,
  TestTag,
  type TextDocument,
  tests,
  Uri,
  workspace,
} from "vscode";
import { type NamedPlace, requestBenchmarks } from "../../language-server/requests.ts";
import type { BenchmarkPanels } from "./benchmark-panels.ts";
import { placeOfCase } from "./case-place.ts";
import { caseSources } from "./case-source.ts";
import { caseVerdict } from "./case-verdict.ts";
import { ResultReader } from "./reader/result-reader.ts";
import type { BenchmarkServices } from "./services.ts";

/** Only whole benchmarks can be run: the comparison is over all of their cases. */
const wholeBenchmark = new TestTag("benchmark");

/** More children than this nobody unfolds. */
const SHOWN_CASES = 2_000;

export class BenchmarkTests implements Disposable {
  readonly #controller: TestController;
  readonly #services: BenchmarkServices;
  readonly #panels: BenchmarkPanels;
  readonly #disposables: Disposable[];

  constructor(services: BenchmarkServices, panels: BenchmarkPanels) {
    this.#services = services;
    this.#panels = panels;
    this.#controller = tests.createTestController("fairlead.benchmarks", l10n.t("Fairlead Benchmarks"));
    this.#controller.resolveHandler = (item) => (item ? this.#unfold(item) : this.refresh());
    this.#controller.refreshHandler = () => this.refresh();
    const profile = this.#controller.createRunProfile(
      l10n.t("Run Benchmark"),
      TestRunProfileKind.Run,
      (request, token) => this.#run(request, token),
      true,
      wholeBenchmark,
    );
    const changed = ({ fileName }: TextDocument): void => {
      if (/\.benchmark\.ya?ml$/.test(fileName)) void this.refresh().catch((error) => services.log.error(String(error)));
    };
    this.#disposables = [
      this.#controller,
      profile,
      workspace.onDidSaveTextDocument(changed),
      workspace.onDidOpenTextDocument(changed),
    ];
  }

  /** Reads the benchmarks of the workspace again. What is still there stays the same item, so that a run keeps its own. */
  async refresh(): Promise<void> {
    const places = await requestBenchmarks(this.#services.server);
    const suites = [...new Set(places.map(({ uri }) => uri))].map((uri) => {
      const own = places.filter((place) => place.uri === uri);
      const suite = this.#itemIn(this.#controller.items, uri, workspace.asRelativePath(Uri.parse(uri)), uri);
      suite.children.replace(own.map((place) => this.#benchmarkIn(suite, place)));
      return suite;
    });
    this.#controller.items.replace(suites);
  }

  dispose(): void {
    for (const one of this.#disposables) one.dispose();
  }

  #benchmarkIn(suite: TestItem, { id, uri, range }: NamedPlace): TestItem {
    const item = this.#itemIn(suite.children, id, id, uri);
    item.tags = [wholeBenchmark];
    item.canResolveChildren = true;
    item.range = new Range(range.start.line, range.start.character, range.end.line, range.end.character);
    return item;
  }

  #itemIn(items: TestItemCollection, id: string, label: string, uri: string): TestItem {
    return items.get(id) ?? this.#controller.createTestItem(id, label, Uri.parse(uri));
  }

  /** What is wrong with a benchmark stands beside it. */
  async #unfold(item: TestItem): Promise<void> {
    item.error = undefined;
    await this.#resolveCases(item).catch((error) => {
      item.error = error instanceof Error ? error.message : String(error);
    });
  }

  async #resolveCases(benchmark: TestItem): Promise<void> {
    if (!benchmark.tags.includes(wholeBenchmark)) return;
    const reader = new ResultReader(this.#services.reader);
    try {
      const places = await caseSources(this.#services.server, reader, benchmark.id);
      const items = places.slice(0, SHOWN_CASES).map(({ name, uri, line, range }, index) => {
        const item = this.#controller.createTestItem(
          `${benchmark.id}/${index}`,
          name ?? String(index + 1),
          Uri.parse(uri),
        );
        const { start, end } = range ?? { start: new Position(line - 1, 0), end: new Position(line - 1, 0) };
        item.range = new Range(start.line, start.character, end.line, end.character);
        item.description = range === undefined ? `${path.basename(Uri.parse(uri).fsPath)}:${line}` : "";
        return item;
      });
      benchmark.children.replace(items);
    } finally {
      reader.dispose();
    }
  }

  async #run({ include, exclude }: TestRunRequest, token: CancellationToken): Promise<void> {
    const wanted = include ?? [...this.#controller.items].map(([, item]) => item);
    const benchmarks = wanted.flatMap((item) => this.#benchmarksIn(item)).filter((item) => !exclude?.includes(item));
    for (const item of new Set(benchmarks)) {
      if (token.isCancellationRequested) return;
      await this.#runOne(item, token);
    }
  }

  /** A suite stands for its benchmarks, and a case for the benchmark it belongs to. */
  #benchmarksIn(item: TestItem): TestItem[] {
    if (item.tags.includes(wholeBenchmark)) return [item];
    if (item.parent !== undefined) return [item.parent];
    return [...item.children].map(([, child]) => child);
  }

  async #runOne(item: TestItem, token: CancellationToken): Promise<void> {
    const run = this.#controller.createTestRun(new TestRunRequest([item]), item.id);
    try {
      await this.#resolveCases(item);
      run.started(item);
      for (const [, child] of item.children) run.started(child);
      const panel = await this.#panels.show(item.id, true);
      const cancelled = token.onCancellationRequested(() => void panel.cancel());
      const header = await panel.run(item.id).finally(() => cancelled.dispose());
      if (header === undefined) {
        run.errored(item, new TestMessage(l10n.t("The benchmark ended without a result.")));
        return;
      }
      for (const sentence of header.verdict) run.appendOutput(`${sentence}\r\n`, undefined, item);
      const rows = await panel.session.reader.ask({ kind: "rows" });
      tell(
        run,
        item,
        rows,
        header.arms.map(({ arm }) => arm),
      );
      if (header.status === "failed") run.errored(item, new TestMessage(header.reason ?? header.status));
    } catch (error) {
      run.errored(item, new TestMessage(error instanceof Error ? error.message : String(error)));
    } finally {
      run.end();
    }
  }
}

function tell(run: TestRun, item: TestItem, rows: readonly CaseRow[], arms: readonly string[]): void {
  const children = [...item.children].map(([, child]) => child);
  const named = children.map((child) => ({ name: child.label, child }));
  for (const row of rows) {
    const child = placeOfCase(named, row)?.child;
    if (child === undefined) continue;
    const { state, messages } = caseVerdict(row, arms);
    const shown = messages.map((text) => {
      const message = new TestMessage(text);
      if (child.uri && child.range) message.location = new Location(child.uri, child.range);
      return message;
    });
    if (state === "passed") run.passed(child);
    else if (state === "failed") run.failed(child, shown);
    else if (state === "errored") run.errored(child, shown);
    else run.skipped(child);
  }
}
