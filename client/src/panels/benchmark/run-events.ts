/** From the lines of `fairlead bench --events` to what the panel shows. */
import type { BenchmarkEvent } from "@fairlead/runtime/bench";
import type { RunView } from "./webview/messages.ts";

/** The result as an event is not read: it is as large as its file, which the reader opens. */
export type LiveEvent = Extract<BenchmarkEvent, { type: "start" | "progress" }>;

/** The event in a line; undefined for a line that holds none, or the result. */
export function parseEvent(line: string): LiveEvent | undefined {
  if (line.startsWith('{"type":"result"')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (value === null || typeof value !== "object" || !("type" in value)) return undefined;
  return value.type === "start" || value.type === "progress" ? (value as LiveEvent) : undefined;
}

/** The view after an event. `rate` is the one of the moment. */
export function afterEvent(view: RunView, event: LiveEvent, rate: number | undefined): RunView {
  if (view.status !== "running" && view.status !== "cancelling") return view;
  return event.type === "start" ? { ...view, start: event } : { ...view, progress: event, rate };
}

/** Moments further back say little about now. */
const WINDOW_MS = 10_000;

/** How fast answers come, over the last seconds. */
export class AnswerRate {
  readonly #moments: { at: number; done: number }[] = [];

  /**
   * Answers a second, or undefined for the first moment. `at` in milliseconds on any clock that only goes forward; at
   * least one moment outside of the window is kept, so that a slow run has a rate as well.
   */
  after(at: number, done: number): number | undefined {
    this.#moments.push({ at, done });
    while (this.#moments.length > 2 && at - (this.#moments[1]?.at ?? at) >= WINDOW_MS) this.#moments.shift();
    const first = this.#moments[0];
    if (first === undefined || at <= first.at) return undefined;
    return ((done - first.done) * 1000) / (at - first.at);
  }
}
