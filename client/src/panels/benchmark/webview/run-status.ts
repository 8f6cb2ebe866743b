/** What the panel says about the run. */
import type { ResultHeader } from "@fairlead/runtime/bench/view";
import { dollars, duration, number, percent } from "./format.ts";
import { t } from "./l10n.ts";
import type { RunView } from "./messages.ts";

export interface RunStatus {
  text: string;
  /** Read aloud when it changes: a run says each tenth, for nobody can listen to ten changes a second. */
  spoken: string;
  /** How fast, and how long still; for the eye only, as it changes all the time. */
  pace: string;
  /** From 0 to 1; undefined where nothing is known yet or nothing runs. */
  part: number | undefined;
  /** Micro-USD that are spent and may be; undefined where there is no cap. */
  spend: { spent: number; cap: number } | undefined;
  isRunning: boolean;
  isProblem: boolean;
}

const still: RunStatus = {
  text: "",
  spoken: "",
  pace: "",
  part: undefined,
  spend: undefined,
  isRunning: false,
  isProblem: false,
};

/** The words for a run, or for the result that is shown where none goes on. */
export function runStatus(run: RunView, result?: { header: ResultHeader; requests: number }): RunStatus {
  switch (run.status) {
    case "idle":
      return result ? spokenAsWritten({ ...still, ...resultText(result.header, result.requests) }) : still;
    case "failed":
      return spokenAsWritten({ ...still, text: run.message, isProblem: true });
    case "running":
    case "cancelling":
      return { ...still, ...progressOf(run), isRunning: true };
  }
}

const spokenAsWritten = (status: RunStatus): RunStatus => ({ ...status, spoken: status.text });

function resultText(header: ResultHeader, requests: number): Pick<RunStatus, "text" | "isProblem"> {
  const known = header.arms.reduce((sum, arm) => sum + (arm.costMicroUsd ?? 0), 0);
  // Warm-up and judges cost as well; a result of an earlier version does not say what.
  const spent = dollars(header.spentMicroUsd ?? known);
  const summary = t("{0} answers, {1} spent.", number(requests), spent);
  if (header.status === "completed") return { text: t("Finished: {0}", summary), isProblem: false };
  const why = header.reason ? ` ${header.reason}` : "";
  const partial = requests > 0 ? ` ${t("What was measured until then is below.")}` : "";
  return { text: `${headline(header.status)} ${summary}${why}${partial}`, isProblem: true };
}

function progressOf(
  run: Extract<RunView, { status: "running" | "cancelling" }>,
): Omit<RunStatus, "isRunning" | "isProblem"> {
  const { progress, start, rate } = run;
  const spent = progress?.spentMicroUsd ?? 0;
  const cap = start?.maxSpendMicroUsd;
  const spend = typeof cap === "number" && cap > 0 ? { spent, cap } : undefined;
  if (run.status === "cancelling")
    return { text: t("Cancelling…"), spoken: t("Cancelling…"), pace: "", part: undefined, spend };
  const total = progress?.total ?? start?.total;
  if (total === undefined)
    return { text: t("Starting…"), spoken: t("Starting…"), pace: "", part: undefined, spend: undefined };
  const done = progress?.done ?? 0;
  const money =
    typeof cap === "number" ? t("{0} of {1} spent", dollars(spent), dollars(cap)) : t("{0} spent", dollars(spent));
  return {
    text: `${t("{0} of {1} answers", number(done), number(total))} · ${money}`,
    spoken: t("{0} done", percent(total === 0 ? 0 : Math.floor((done * 10) / total) / 10)),
    pace: paceOf(rate, total - done),
    part: total === 0 ? 0 : Math.min(1, done / total),
    spend,
  };
}

function paceOf(rate: number | undefined, left: number): string {
  if (rate === undefined) return "";
  const fast = t("{0} answers a second", rate < 10 ? rate.toFixed(1) : Math.round(rate));
  return rate > 0 && left > 0 ? `${fast} · ${t("about {0} left", duration((left / rate) * 1000))}` : fast;
}

function headline(status: "cancelled" | "spend-limit" | "failed"): string {
  if (status === "cancelled") return t("Cancelled.");
  return status === "spend-limit" ? t("Stopped at the spend limit.") : t("Failed.");
}
