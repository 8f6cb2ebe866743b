/** The requests beyond the Language Server Protocol that the extension makes. */
import type { Plan } from "@fairlead/runtime/policy";
import {
  NotificationType,
  type Range,
  RequestType,
  type WorkDoneProgressParams,
  type WorkspaceEdit,
} from "vscode-languageserver";
import type { SourceFinding } from "../code/types.ts";

/** One entity and the place of its id. */
export interface EntityPlace {
  id: string;
  uri: string;
  range: Range;
}

/** Finds all vendor calls of the workspace. Can be cancelled; reports progress where a token is given. */
export const scanRequest = new RequestType<WorkDoneProgressParams, WorkspaceScan, void>("fairlead/scan");

export interface WorkspaceScan {
  /** Findings with the URI of their file, which is unique even where several folders are open. */
  findings: (SourceFinding & { uri: string })[];
  /** How many files were looked at. */
  files: number;
}

/** The edit that migrates a file to the gateway's clients; null where nothing can be migrated unseen. */
export const migrateFileRequest = new RequestType<{ uri: string }, WorkspaceEdit | null, void>("fairlead/migrateFile");

/** The migrations of all folders, or below some of their files and folders, as one edit. Can be cancelled. */
export const migrateWorkspaceRequest = new RequestType<MigrateWorkspaceParameters, WorkspaceMigrationAnswer, void>(
  "fairlead/migrateWorkspace",
);

export interface MigrateWorkspaceParameters {
  /** Files and folders; all that is open where absent. */
  uris?: string[];
  /** The least trusted fixes to make; safe ones alone where absent. */
  grade?: "safe" | "unsafe";
}

export interface WorkspaceMigrationAnswer {
  /** To be confirmed, where the client can ask; null where there is nothing to change. */
  edit: WorkspaceEdit | null;
  /** Digests of the texts that the edit was made for, by URI: line endings and a byte order mark left out. */
  digests: Record<string, string>;
  done: (SourceFinding & { uri: string })[];
  left: (SourceFinding & { uri: string; why: string })[];
  /** Names that nothing uses afterwards. */
  unused: { file: string; name: string; line: number }[];
  /** Packages that manifests should name; part of the edit where the client can ask for each part. */
  missingDependencies: { manifest: string; package: string }[];
  /** Vendors' packages in manifests that nothing loads any more. */
  unusedDependencies: { manifest: string; package: string }[];
}

/** Where the requests of a workload go, and why, in plain text. */
export const explainRequest = new RequestType<{ workload: string }, { text: string }, void>("fairlead/explain");

/** All workloads, in the order of the files. */
export const workloadsRequest = new RequestType<Record<string, never>, EntityPlace[], void>("fairlead/workloads");

/** All benchmarks, in the order of the files. */
export const benchmarksRequest = new RequestType<Record<string, never>, EntityPlace[], void>("fairlead/benchmarks");

/** Where the cases of a benchmark are written; null where there is no such benchmark. */
export const benchmarkCasesRequest = new RequestType<{ benchmark: string }, BenchmarkCases | null, void>(
  "fairlead/benchmarkCases",
);

export interface BenchmarkCases {
  /** The document. */
  uri: string;
  /** In the order of the document; the rows of the dataset come after them. */
  cases: { name: string | undefined; range: Range }[];
  /** As the document says it: its path is relative to the document. */
  dataset?: { file: string; format: "jsonl" | "csv" | undefined; limit: number | undefined };
}

/** What the benchmark result in a file measured, as an edit of the catalog of its folder. */
export const writeBackRequest = new RequestType<{ uri: string }, WriteBackAnswer, void>("fairlead/writeBack");

export interface WriteBackAnswer {
  /** To be confirmed, where the client can ask; null where there is nothing to write. */
  edit: WorkspaceEdit | null;
  /** Deployments. */
  written: string[];
  left: { deployment: string; reason: string }[];
}

/**
 * What the documents of the folder that holds a file, unsaved texts included, change against a git revision (`HEAD`
 * where none is named). Runs git: clients ask in folders that their user trusts only.
 */
export const planRequest = new RequestType<{ uri: string; base?: string }, PlanAnswer, void>("fairlead/plan");

export interface PlanAnswer {
  /** The plan for people, or why there is none. */
  markdown: string;
  /** null where there is no plan, as all that follows. `first`: the revision has no documents, so all are new. */
  summary: { text: string; changed: boolean; first: boolean; worse: number; better: number } | null;
  /** Where the requests of every workload go, in plain text, for a comparison side by side. */
  routes: { before: string; after: string } | null;
  plan: Plan | null;
}

/** A gateway that the client uses now, with a key that may see what is spent; empty where there is none. */
export const gatewayNotification = new NotificationType<{ url?: string; key?: string }>("fairlead/gateway");
