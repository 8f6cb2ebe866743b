import type { WorkspaceRule } from "../rule.ts";

/**
 * A workload that does not say how sensitive its data is. What is unknown counts as restricted, so most deployments are
 * closed to it; say what it is, and say it on purpose.
 *
 * Wrong:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     route: { candidates: [gpt-5.5@azure-swedencentral] }
 * ```
 *
 * Right:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     sensitivity: restricted
 *     route: { candidates: [gpt-5.5@azure-swedencentral] }
 * ```
 */
export const unknownSensitivity: WorkspaceRule = {
  code: "workload.unknown-sensitivity",
  severity: "hint",
  *check(view) {
    for (const [id, workload] of Object.entries(view.documents.policy.workloads)) {
      if (workload.sensitivity !== undefined) continue;
      const place = view.place("workload", id);
      if (!place) continue;
      yield {
        place,
        message: `How sensitive the data of "${id}" is, is not said, so it counts as restricted. Add "sensitivity".`,
        data: { workload: id, missing: "sensitivity" },
      };
    }
  },
};

/**
 * Two workloads claim the same source files, so lint and inventory can not tell whose calls they are.
 *
 * Only equal globs are compared; a narrower one inside of a wider one is how exceptions are written.
 *
 * Wrong:
 * ```yaml
 * workloads:
 *   ticket-summaries: { businessUnit: support, sensitivity: internal, code: ["services/support"], route: { candidates: [gpt-5.5@azure-swedencentral] } }
 *   ticket-triage: { businessUnit: support, sensitivity: internal, code: ["services/support"], route: { candidates: [gpt-5.5@azure-swedencentral] } }
 * ```
 *
 * Right:
 * ```yaml
 * workloads:
 *   ticket-summaries: { businessUnit: support, sensitivity: internal, code: ["services/summaries"], route: { candidates: [gpt-5.5@azure-swedencentral] } }
 *   ticket-triage: { businessUnit: support, sensitivity: internal, code: ["services/triage"], route: { candidates: [gpt-5.5@azure-swedencentral] } }
 * ```
 */
export const sharedCode: WorkspaceRule = {
  code: "workload.shared-code",
  severity: "warning",
  *check(view) {
    const owners = new Map<string, { id: string; index: number }>();
    for (const [id, { code }] of Object.entries(view.documents.policy.workloads)) {
      for (const [index, glob] of (code ?? []).entries()) {
        const first = owners.get(glob);
        const place = first && first.id !== id ? view.place("workload", id, "code", index) : undefined;
        if (!first) owners.set(glob, { id, index });
        if (!first || !place) continue;
        yield {
          place,
          message: `"${first.id}" claims ${glob} too, so nobody can tell whose calls these are. Give each workload files of its own.`,
          related: [
            { place: view.place("workload", first.id, "code", first.index), message: `"${first.id}" claims it here.` },
          ],
        };
      }
    }
  },
};
