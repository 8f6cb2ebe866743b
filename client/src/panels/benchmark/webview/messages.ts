/** What the panel and the extension tell each other. The extension owns the truth; the panel draws it. */
import type { BenchmarkEvent, BenchmarkResult } from "@fairlead/runtime/bench";

export type StartEvent = Extract<BenchmarkEvent, { type: "start" }>;
export type ProgressEvent = Extract<BenchmarkEvent, { type: "progress" }>;

export type RunView =
  | { status: "idle" }
  | {
      status: "running" | "cancelling";
      benchmark: string;
      start: StartEvent | undefined;
      progress: ProgressEvent | undefined;
    }
  | { status: "failed"; benchmark: string; message: string }
  | { status: "finished"; result: BenchmarkResult };

export interface PanelSnapshot {
  /** Every benchmark of the workspace, and where it is written. */
  benchmarks: { id: string; place: string }[];
  selected: string | undefined;
  gateway: { label: string; ready: boolean; simulated: boolean };
  run: RunView;
}

export type ToPanel = { type: "snapshot"; snapshot: PanelSnapshot };

export type ToExtension =
  | { type: "ready" }
  | { type: "select"; benchmark: string }
  | { type: "run"; benchmark: string }
  | { type: "cancel" }
  | { type: "open"; benchmark: string }
  | { type: "start-gateway" };

/** What the panel keeps over a reload of the window. */
export interface SavedPanel {
  selected: string | undefined;
  result: BenchmarkResult | undefined;
}
