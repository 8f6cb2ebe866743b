/** The comparison table: one column an arm, one row a measure. */
import type { ArmSummary } from "@fairlead/runtime/bench";
import { dollars, milliseconds, percent, unknown } from "./format.ts";
import { t } from "./l10n.ts";

export interface MeasureRow {
  measure: string;
  /** In the order of the arms. */
  cells: string[];
}

/** What is known of the arms, measure by measure. */
export function measureRows(arms: readonly ArmSummary[]): MeasureRow[] {
  const row = (measure: string, cell: (arm: ArmSummary) => string): MeasureRow => ({ measure, cells: arms.map(cell) });
  return [
    row(t("Answers"), (arm) => t("{0} of {1}", arm.ok, arm.requests)),
    row(t("Pass rate"), passRate),
    row(t("First token, p50"), (arm) => milliseconds(arm.ttftMs.p50)),
    row(t("First token, p95"), (arm) => milliseconds(arm.ttftMs.p95)),
    row(t("Whole answer, p50"), (arm) => milliseconds(arm.totalMs.p50)),
    row(t("Whole answer, p95"), (arm) => milliseconds(arm.totalMs.p95)),
    row(t("Cost, median answer"), (arm) => dollars(arm.costPerRequestMicroUsd)),
    row(t("Cost, whole run"), (arm) => dollars(arm.costMicroUsd)),
    row(t("Errors"), (arm) => share(arm.errors, arm.requests)),
    row(t("Blocked by policy"), (arm) => share(arm.blocked, arm.requests)),
  ];
}

/** `18 of 20, 90 % (70 % to 97 %)`: a rate is never shown without what it stands on. */
function passRate(arm: ArmSummary): string {
  if (arm.judged === 0) return t("not judged");
  const rate = `${t("{0} of {1}", arm.passed, arm.judged)}, ${percent(arm.passed / arm.judged)}`;
  const interval = arm.passRateInterval;
  return interval ? `${rate} (${t("{0} to {1}", percent(interval[0]), percent(interval[1]))})` : rate;
}

function share(count: number, of: number): string {
  if (of === 0) return unknown;
  return count === 0 ? "0" : `${count} (${percent(count / of)})`;
}
