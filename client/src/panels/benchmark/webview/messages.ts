/** What the panel and the extension tell each other. The extension owns the truth; the panel draws it. */
import type { BenchmarkEvent } from "@fairlead/runtime/bench";
import type {
  CaseDetail,
  CasePage,
  CaseQuery,
  Comparison,
  ResultDigest,
  ResultProblem,
  RunPoint,
} from "@fairlead/runtime/bench/view";

import type { WhatIfAnswer } from "./what-if.ts";

export type StartEvent = Extract<BenchmarkEvent, { type: "start" }>;
export type ProgressEvent = Extract<BenchmarkEvent, { type: "progress" }>;

export type RunView =
  | { status: "idle" }
  | {
      status: "running" | "cancelling";
      benchmark: string;
      start: StartEvent | undefined;
      progress: ProgressEvent | undefined;
      /** Answers a second over the last seconds; undefined before there are two moments to compare. */
      rate: number | undefined;
    }
  | { status: "failed"; benchmark: string; message: string };

export interface PanelSnapshot {
  /** Every benchmark of the workspace, and where it is written. */
  benchmarks: { id: string; place: string }[];
  selected: string | undefined;
  gateway: { label: string; ready: boolean; simulated: boolean };
  run: RunView;
}

/** Something that can be done with the result that is shown. */
export interface ResultAction {
  id: string;
  label: string;
}

/** The result that is shown. */
export type ResultView =
  | { status: "none" }
  | { status: "loading"; name: string }
  | {
      status: "problem";
      name: string;
      path: string;
      /** What is wrong with the text; undefined where it could not be had. */
      problem: ResultProblem | undefined;
      message: string;
    }
  | { status: "ready"; name: string; path: string; digest: ResultDigest; actions: ResultAction[] };

/** A run in the history. */
export interface HistoryRow {
  point: RunPoint;
  /** As people know the file. */
  name: string;
  path: string;
  commit: string | undefined;
  revision: string | undefined;
  /** Whether it is the result that is shown. */
  isShown: boolean;
}

/** What the panel asks while it shows a result. */
export type Question =
  | { kind: "page"; query: CaseQuery }
  | { kind: "case"; caseIndex: number }
  | { kind: "history" }
  | { kind: "compare"; path: string; revision: string | undefined }
  | { kind: "what-if"; source: "run" | "ledger"; without: string | undefined };

export interface Answers {
  page: CasePage;
  case: CaseDetail | null;
  history: HistoryRow[];
  compare: Comparison;
  "what-if": WhatIfAnswer;
}

export type ToPanel =
  | { type: "snapshot"; snapshot: PanelSnapshot }
  | { type: "result"; result: ResultView }
  | { type: "answer"; id: number; answer: Answers[keyof Answers] }
  | { type: "refusal"; id: number; message: string };

export type ToExtension =
  | { type: "ready" }
  | { type: "select"; benchmark: string }
  | { type: "run"; benchmark: string }
  | { type: "cancel" }
  | { type: "open"; benchmark: string }
  | { type: "open-case"; caseIndex: number; name: string }
  | { type: "resume" }
  | { type: "open-text"; line: number; column: number }
  | { type: "action"; id: string }
  | { type: "start-gateway" }
  | { type: "ask"; id: number; question: Question };

/** What the panel keeps over a reload of the window. */
export interface SavedPanel {
  selected: string | undefined;
  /** The file of the result that was shown. */
  path: string | undefined;
  /** What the person chose to see, by the name of the choice. */
  choices: Record<string, unknown>;
}
