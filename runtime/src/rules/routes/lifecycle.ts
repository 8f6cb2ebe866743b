import { phaseAt, startOfDate } from "../../policy/compile-deployment.ts";
import type { CompiledDeployment } from "../../policy/types.ts";
import type { Place, WorkspaceFinding, WorkspaceRule } from "../rule.ts";
import type { WorkspaceView } from "../view.ts";
import { counted } from "../words.ts";

const DEFAULT_NOTICE_DAYS = 365;
const DAY = 24 * 60 * 60 * 1000;

interface Use {
  workload: string;
  isImportant: boolean;
  deployment: CompiledDeployment;
  place: Place;
}

const kept = new WeakMap<WorkspaceView, Use[]>();

/** Every candidate of every route of which there is something to say; four rules ask for them. */
function uses(view: WorkspaceView): readonly Use[] {
  const known = kept.get(view);
  if (known) return known;
  const found: Use[] = [];
  for (const [id, { workload }] of view.routes) {
    const isImportant = workload.criticality === "critical" || workload.criticality === "high";
    for (const [index, deployment] of workload.candidates.entries()) {
      if (!needsALook(deployment)) continue;
      const place = view.place("workload", id, "route", "candidates", index);
      if (place) found.push({ workload: id, isImportant, deployment, place });
    }
  }
  kept.set(view, found);
  return found;
}

/** Most deployments are active for good, and places are not for nothing. */
function needsALook({ phases }: CompiledDeployment): boolean {
  return phases.length > 1 || phases[0]?.lifecycle !== "active";
}

/** What a notice names as the successor, where the workload may use it. */
function successors(view: WorkspaceView, workload: string, { id }: CompiledDeployment): string[] {
  const named = Object.values(view.documents.catalog.notices).flatMap(({ affects, replacement }) =>
    replacement !== undefined && affects.includes(id) ? [replacement] : [],
  );
  return [...new Set([...named, ...view.qualifying(workload)])].filter((other) => other !== id);
}

function withSuccessor(view: WorkspaceView, use: Use, message: string): WorkspaceFinding {
  const replacements = successors(view, use.workload, use.deployment);
  return {
    place: use.place,
    message: `${message} ${replacements[0] === undefined ? "Choose another deployment." : `Use ${replacements[0]} instead.`}`,
    related: [{ place: view.place("deployment", use.deployment.id), message: `${use.deployment.id} is defined here.` }],
    data: { workload: use.workload, replacements, candidates: replacements },
  };
}

/**
 * A route lists a deployment that is retired or withdrawn: by its lifecycle, its model's, or a notice that has taken
 * effect. It gets no requests.
 *
 * Replace it everywhere; the replacement that the notice names is offered where there is one.
 *
 * Wrong:
 * ```yaml
 * models:
 *   gpt-5.5: { supplier: openai, capabilities: [chat], contextWindow: 1050000, lifecycle: { status: retired } }
 * ```
 *
 * Right:
 * ```yaml
 * models:
 *   gpt-5.5: { supplier: openai, capabilities: [chat], contextWindow: 1050000, lifecycle: { status: active } }
 * ```
 */
export const retiredDeployment: WorkspaceRule = {
  code: "route.retired-deployment",
  severity: "warning",
  tags: ["deprecated"],
  *check(view) {
    for (const use of uses(view)) {
      const { withdrawn } = phaseAt(use.deployment, view.at);
      if (withdrawn)
        yield withSuccessor(
          view,
          use,
          `${use.deployment.id} gets no requests of "${use.workload}": ${withdrawn.reason}.`,
        );
    }
  },
};

/**
 * A route lists a deployment that will retire: the date is in its lifecycle, its model's, or a notice.
 *
 * Spoken of from `checks.retirementNoticeDays` before the date (365 without it): as information, and for critical and
 * high workloads, or where nothing else would be left in the route, as a warning.
 *
 * Wrong:
 * ```yaml
 * notices:
 *   gpt-5.5-retirement:
 *     provider: azure-swedencentral
 *     kind: retirement
 *     affects: [gpt-5.5@azure-swedencentral]
 *     announced: 2026-06-01
 *     effective: 2027-01-15
 *     replacement: claude-sonnet-5@bedrock-eu-central-1
 * ```
 *
 * Right:
 * ```yaml
 * models:
 *   gpt-5.5: { supplier: openai, capabilities: [chat], contextWindow: 1050000, lifecycle: { retires: 2031-01-31 } }
 * ```
 */
export const retiringDeployment: WorkspaceRule = {
  code: "route.retiring-deployment",
  severity: "information",
  tags: ["deprecated"],
  *check(view) {
    for (const use of uses(view)) {
      const { phases } = use.deployment;
      if (phaseAt(use.deployment, view.at).withdrawn) continue;
      const end = phases.find(({ from, withdrawn }) => withdrawn && from > view.at);
      if (!end) continue;
      const days = Math.ceil((end.from - view.at) / DAY);
      if (days > (view.checks("workload", use.workload).retirementNoticeDays ?? DEFAULT_NOTICE_DAYS)) continue;
      const left = view.routes
        .get(use.workload)
        ?.eligible.filter((other) => !phaseAt(other, Math.max(end.from, startOfDate("1970-01-01"))).withdrawn);
      const date = new Date(end.from).toISOString().slice(0, 10);
      const finding = withSuccessor(
        view,
        use,
        `${use.deployment.id} is gone on ${date}, in ${counted(days, "day")}${left?.length === 0 ? `, and nothing is left for "${use.workload}" then` : ""}.`,
      );
      yield { ...finding, severity: use.isImportant || left?.length === 0 ? "warning" : "information" };
    }
  },
};

/**
 * A route lists a deployment in preview: the supplier may change or withdraw it without the notice that contracts
 * promise. Information; a warning for critical and high workloads.
 *
 * Wrong:
 * ```yaml
 * models:
 *   gpt-5.5: { supplier: openai, capabilities: [chat], contextWindow: 1050000, lifecycle: { status: preview } }
 * ```
 *
 * Right:
 * ```yaml
 * models:
 *   gpt-5.5: { supplier: openai, capabilities: [chat], contextWindow: 1050000, lifecycle: { status: active } }
 * ```
 */
export const previewDeployment: WorkspaceRule = {
  code: "route.preview-deployment",
  severity: "information",
  *check(view) {
    for (const use of uses(view)) {
      const { lifecycle, withdrawn } = phaseAt(use.deployment, view.at);
      const isEligible = view.routes.get(use.workload)?.eligible.includes(use.deployment);
      if (lifecycle !== "preview" || withdrawn || !isEligible) continue;
      const finding = withSuccessor(
        view,
        use,
        `${use.deployment.id} is in preview: it may change or end without notice.`,
      );
      yield { ...finding, severity: use.isImportant ? "warning" : "information" };
    }
  },
};

/**
 * A route lists a deployment that its supplier has marked as deprecated, without a date yet. A hint, and struck
 * through in the editor; `route.retiring-deployment` speaks once there is a date.
 *
 * Wrong:
 * ```yaml
 * models:
 *   gpt-5.5: { supplier: openai, capabilities: [chat], contextWindow: 1050000, lifecycle: { status: deprecated } }
 * ```
 *
 * Right:
 * ```yaml
 * models:
 *   gpt-5.5: { supplier: openai, capabilities: [chat], contextWindow: 1050000, lifecycle: { status: active } }
 * ```
 */
export const deprecatedDeployment: WorkspaceRule = {
  code: "route.deprecated-deployment",
  severity: "hint",
  tags: ["deprecated"],
  *check(view) {
    for (const use of uses(view)) {
      const { lifecycle, withdrawn } = phaseAt(use.deployment, view.at);
      if (lifecycle !== "deprecated" || withdrawn || use.deployment.phases.some((phase) => phase.withdrawn)) continue;
      yield withSuccessor(view, use, `${use.deployment.id} is deprecated.`);
    }
  },
};
