/** The requests that Fairlead's language server answers besides those of the protocol. */
import type { CancellationToken, Range, WorkspaceEdit } from "vscode-languageclient";

/** An id and where it is defined. */
export interface NamedPlace {
  id: string;
  uri: string;
  range: Range;
}

/** One place where code calls a provider. Lines and columns count from 1. */
export interface ScanFinding {
  /** Relative to its workspace folder. */
  file: string;
  uri: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  /** What calls, as in the code: `new OpenAI`. */
  api: string;
  vendor: string;
  tier: "certain" | "likely" | "host";
  fix: "safe" | "unsafe" | "suggestion" | null;
  state: "direct" | "gateway" | "other-gateway" | "local" | "unknown";
  message: string;
}

export interface ScanAnswer {
  findings: ScanFinding[];
  /** How many files were looked at. */
  files: number;
}

/** Something that sends requests to the language server. */
export interface RequestSender {
  sendRequest<Answer>(method: string, parameters: unknown, token?: CancellationToken): Promise<Answer>;
}

/** Every place in the workspace where code calls a provider. */
export function requestScan(server: RequestSender, token: CancellationToken): Promise<ScanAnswer> {
  return server.sendRequest("fairlead/scan", {}, token);
}

export interface MigrationAnswer {
  edit: WorkspaceEdit | null;
  /** Of the texts that the edit was made for, by URI. */
  digests: Record<string, string>;
  done: ScanFinding[];
  left: (ScanFinding & { why: string })[];
  unused: { file: string; name: string; line: number }[];
  missingDependencies: { manifest: string; package: string }[];
  unusedDependencies: { manifest: string; package: string }[];
}

/** The safe migrations of everything, or below some files and folders. */
export function requestWorkspaceMigration(
  server: RequestSender,
  uris: string[] | undefined,
  token: CancellationToken,
): Promise<MigrationAnswer> {
  return server.sendRequest("fairlead/migrateWorkspace", uris === undefined ? {} : { uris }, token);
}

/** The edit that migrates a file to the gateway; null where nothing can be migrated safely. */
export function requestMigration(server: RequestSender, uri: string): Promise<WorkspaceEdit | null> {
  return server.sendRequest("fairlead/migrateFile", { uri });
}

/** Where the workload's requests go, and why, in words. */
export function requestExplanation(server: RequestSender, workload: string): Promise<{ text: string }> {
  return server.sendRequest("fairlead/explain", { workload });
}

/** What the edits since a revision change. */
export interface PlanAnswer {
  /** The plan, or why there is none. */
  markdown: string;
  /** null where there is no plan. */
  summary: { text: string; changed: boolean; first: boolean; worse: number; better: number } | null;
  routes: { before: string; after: string } | null;
}

/** What the documents of the folder that holds a file change against HEAD. Runs git: for trusted workspaces. */
export function requestPlan(server: RequestSender, uri: string): Promise<PlanAnswer> {
  return server.sendRequest("fairlead/plan", { uri });
}

export interface WriteBackAnswer {
  edit: WorkspaceEdit | null;
  /** Deployments. */
  written: string[];
  left: { deployment: string; reason: string }[];
}

/** What the benchmark result in a file measured, as an edit of the catalog. */
export function requestWriteBack(server: RequestSender, uri: string): Promise<WriteBackAnswer> {
  return server.sendRequest("fairlead/writeBack", { uri });
}

/** The workloads of the workspace's policies. */
export function requestWorkloads(server: RequestSender): Promise<NamedPlace[]> {
  return server.sendRequest("fairlead/workloads", {});
}

/** The benchmarks of the workspace's suites. */
export function requestBenchmarks(server: RequestSender): Promise<NamedPlace[]> {
  return server.sendRequest("fairlead/benchmarks", {});
}

/** Where the cases of a benchmark are written: those of the document, and the dataset whose rows come after them. */
export interface BenchmarkCases {
  uri: string;
  cases: { name?: string; range: Range }[];
  /** Its path is relative to the document. */
  dataset?: { file: string; format?: "jsonl" | "csv"; limit?: number };
}

/** null where there is no such benchmark. */
export function requestBenchmarkCases(server: RequestSender, benchmark: string): Promise<BenchmarkCases | null> {
  return server.sendRequest("fairlead/benchmarkCases", { benchmark });
}
