import type { WorkspaceRule } from "../rule.ts";
import type { JudgedRoute } from "../rule-memory.ts";
import type { WorkspaceView } from "../view.ts";

/**
 * A critical or high workload with several deployments that never falls back from one to the next: it has one attempt,
 * or nothing to fall back on.
 *
 * Wrong:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     criticality: critical
 *     sensitivity: internal
 *     route: { candidates: [gpt-5.5@azure-swedencentral, claude-sonnet-5@bedrock-eu-central-1] }
 *     fallback: { attempts: 1 }
 * ```
 *
 * Right:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     criticality: critical
 *     sensitivity: internal
 *     route: { candidates: [gpt-5.5@azure-swedencentral, claude-sonnet-5@bedrock-eu-central-1] }
 *     fallback: { attempts: 2 }
 * ```
 */
export const neverFallsBack: WorkspaceRule = {
  code: "fallback.never-used",
  severity: "warning",
  *check(view) {
    for (const [id, { workload, eligible }] of view.routes) {
      if (eligible.length < 2 || (workload.criticality !== "critical" && workload.criticality !== "high")) continue;
      const isOneAttempt = workload.attempts === 1;
      if (!isOneAttempt && workload.fallbackOn.size > 0) continue;
      const place = view.place("workload", id, "fallback", isOneAttempt ? "attempts" : "on");
      if (!place) continue;
      yield {
        place,
        message: `"${id}" (${workload.criticality}) lists ${eligible.length} deployments and never falls back to the second: it ${isOneAttempt ? 'has one attempt. Raise "attempts"' : 'falls back on nothing. Name failures under "on"'}.`,
        data: { workload: id, ...(isOneAttempt && { replacements: [String(Math.min(eligible.length, 3))] }) },
      };
    }
  },
};

/** The declared time to first token of deployments, each; undefined where it is not known of all. */
function firstTokens(
  view: WorkspaceView,
  { eligible }: JudgedRoute,
  which: "ttftP50Ms" | "ttftP95Ms",
): number[] | undefined {
  const known = eligible.map(({ id }) => view.documents.catalog.deployments[id]?.latency?.[which]);
  return known.every((value) => value !== undefined) ? known : undefined;
}

/**
 * A deadline that leaves no time: the fastest deployment usually needs longer for its first token alone, or two attempts
 * at the slow end (the 95th percentile) do not fit, so that the fallback comes too late.
 *
 * Goes by the latency declared in the catalog; nothing is said while it is unknown.
 *
 * Wrong:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     sensitivity: internal
 *     route: { candidates: [gpt-5.5@azure-swedencentral, claude-sonnet-5@bedrock-eu-central-1] }
 *     fallback: { deadlineMs: 300 }
 * ```
 *
 * Right:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     sensitivity: internal
 *     route: { candidates: [gpt-5.5@azure-swedencentral, claude-sonnet-5@bedrock-eu-central-1] }
 *     fallback: { deadlineMs: 30000 }
 * ```
 */
export const deadlineTooShort: WorkspaceRule = {
  code: "fallback.deadline-too-short",
  severity: "warning",
  *check(view) {
    for (const [id, route] of view.routes) {
      const { workload } = route;
      const usual = firstTokens(view, route, "ttftP50Ms");
      if (!usual || usual.length === 0) continue;
      const fastest = Math.min(...usual);
      const slow = firstTokens(view, route, "ttftP95Ms")?.sort((a, b) => a - b);
      const two = slow && slow.length > 1 && workload.attempts > 1 ? (slow[0] ?? 0) + (slow[1] ?? 0) : 0;
      const isHopeless = workload.deadlineMs < fastest;
      if (!isHopeless && workload.deadlineMs >= two) continue;
      const place = view.place("workload", id, "fallback", "deadlineMs");
      if (!place) continue;
      const seconds = workload.deadlineMs < 100 ? " Is it meant in seconds?" : "";
      yield {
        place,
        message: isHopeless
          ? `A deadline of ${workload.deadlineMs} ms leaves no time: the fastest deployment usually takes ${fastest} ms to its first token. Raise it.${seconds}`
          : `A deadline of ${workload.deadlineMs} ms leaves no time to fall back: two slow attempts take ${two} ms to the first token. Raise it.`,
        severity: isHopeless ? "warning" : "information",
        data: { workload: id },
      };
    }
  },
};
