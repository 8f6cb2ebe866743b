/** From the lines of `fairlead bench --events` to what the panel shows. */
import type { BenchmarkEvent, BenchmarkResult } from "@fairlead/runtime/bench";
import type { RunView } from "./webview/messages.ts";

/** The event in a line; undefined for a line that holds none. */
export function parseEvent(line: string): BenchmarkEvent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (value === null || typeof value !== "object" || !("type" in value)) return undefined;
  switch (value.type) {
    case "start":
    case "progress":
      return value as BenchmarkEvent;
    case "result":
      return "result" in value && isResult(value.result) ? (value as BenchmarkEvent) : undefined;
    default:
      return undefined;
  }
}

/** Whether a value, from a process or from a saved panel, is a result that this version can show. */
export function isResult(value: unknown): value is BenchmarkResult {
  return (
    value !== null && typeof value === "object" && "schema" in value && value.schema === "fairlead/bench-result/v1"
  );
}

/** The view after an event. */
export function afterEvent(view: RunView, event: BenchmarkEvent): RunView {
  if (event.type === "result") return { status: "finished", result: event.result };
  if (view.status !== "running" && view.status !== "cancelling") return view;
  return event.type === "start" ? { ...view, start: event } : { ...view, progress: event };
}
