/** What the panel says about the run. */
import { dollars } from "./format.ts";
import { t } from "./l10n.ts";
import type { RunView } from "./messages.ts";

export interface RunStatus {
  /** Read aloud when it changes. */
  text: string;
  /** From 0 to 1; undefined where nothing is known yet or nothing runs. */
  part: number | undefined;
  isRunning: boolean;
  isProblem: boolean;
}

/** The words for a run. */
export function runStatus(run: RunView): RunStatus {
  switch (run.status) {
    case "idle":
      return { text: "", part: undefined, isRunning: false, isProblem: false };
    case "failed":
      return { text: run.message, part: undefined, isRunning: false, isProblem: true };
    case "running":
    case "cancelling":
      return { ...progressOf(run), isRunning: true, isProblem: false };
    case "finished": {
      const { result } = run;
      const count = result.records.length;
      const spent = dollars(result.arms.reduce((sum, arm) => sum + (arm.costMicroUsd ?? 0), 0));
      const summary = t("{0} answers, {1} spent.", count, spent);
      if (result.status === "completed") {
        return { text: t("Finished: {0}", summary), part: undefined, isRunning: false, isProblem: false };
      }
      const why = result.reason ? ` ${result.reason}` : "";
      return {
        text: `${headline(result.status)} ${summary}${why}`,
        part: undefined,
        isRunning: false,
        isProblem: true,
      };
    }
  }
}

function progressOf(run: Extract<RunView, { status: "running" | "cancelling" }>): {
  text: string;
  part: number | undefined;
} {
  if (run.status === "cancelling") return { text: t("Cancelling…"), part: undefined };
  const total = run.progress?.total ?? run.start?.total;
  if (total === undefined) return { text: t("Starting…"), part: undefined };
  const done = run.progress?.done ?? 0;
  const spent = dollars(run.progress?.spentMicroUsd ?? 0);
  const cap = run.start?.maxSpendMicroUsd;
  const money = typeof cap === "number" ? t("{0} of {1} spent", spent, dollars(cap)) : t("{0} spent", spent);
  return { text: `${t("{0} of {1} answers", done, total)} · ${money}`, part: total === 0 ? 0 : done / total };
}

function headline(status: "cancelled" | "spend-limit" | "failed"): string {
  if (status === "cancelled") return t("Cancelled.");
  return status === "spend-limit" ? t("Stopped at the spend limit.") : t("Failed.");
}
