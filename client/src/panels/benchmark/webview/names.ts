/** Names of what is measured, in the editor's language. */
import type { Difference } from "@fairlead/runtime/bench";
import type { Criterion, LatencyClock, ObjectiveResult, TroubleKind } from "@fairlead/runtime/bench/view";
import { t } from "./l10n.ts";

export function clockName(clock: LatencyClock): string {
  switch (clock) {
    case "ttftMs":
      return t("First token, from sending");
    case "ttftScheduledMs":
      return t("First token, from when it was due");
    case "totalMs":
      return t("Whole answer, from sending");
    case "totalScheduledMs":
      return t("Whole answer, from when it was due");
    case "firstByteMs":
      return t("First byte");
    case "firstOutputMs":
      return t("First token that is no reasoning");
    case "tpotMs":
      return t("Time for each further token");
    case "longestGapMs":
      return t("Longest gap in the stream");
    case "queueMs":
      return t("Waiting to be sent");
    case "overheadMs":
      return t("The gateway's own time");
  }
}

export function metricName(metric: Difference["metric"]): string {
  switch (metric) {
    case "quality":
      return t("Pass rate");
    case "score":
      return t("Score");
    case "cost":
      return t("Cost of an answer");
    case "ttft":
      return t("First token");
    case "total":
      return t("Whole answer");
  }
}

export function criterionName(criterion: Criterion): string {
  switch (criterion) {
    case "cost":
      return t("cheaper");
    case "ttft":
      return t("a sooner first token");
    case "total":
      return t("a sooner whole answer");
    case "quality":
      return t("passes more often");
  }
}

export function troubleName(kind: TroubleKind): string {
  switch (kind) {
    case "policy":
      return t("Refused by policy");
    case "budget":
      return t("Refused by a budget");
    case "limit":
      return t("Rate limits");
    case "provider":
      return t("The provider failed");
    case "connection":
      return t("No connection to the gateway");
    case "stream":
      return t("The stream broke");
    case "request":
      return t("The request was not accepted");
    case "other":
      return t("Other");
  }
}

export function objectiveName(objective: ObjectiveResult["objective"]): string {
  switch (objective) {
    case "ttftP95Ms":
      return t("First token, p95");
    case "latencyP95Ms":
      return t("Whole answer, p95");
    case "errorRate":
      return t("Requests without an answer");
    case "passRate":
      return t("Pass rate");
  }
}
