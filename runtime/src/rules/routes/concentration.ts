import type { CompiledDeployment } from "../../policy/types.ts";
import type { WorkspaceFinding, WorkspaceRule } from "../rule.ts";
import type { JudgedRoute } from "../rule-memory.ts";
import type { WorkspaceView } from "../view.ts";
import { counted, listed } from "../words.ts";

type Trait = (deployment: CompiledDeployment) => string | undefined;

const provider: Trait = (deployment) => deployment.provider;
const supplier: Trait = (deployment) => deployment.supplier;
const region: Trait = (deployment) => deployment.region;
const contract: Trait = (deployment) => deployment.contract?.id;

/** What all deployments of a route have in common; undefined where they differ or one is not known. */
function shared(eligible: readonly CompiledDeployment[], trait: Trait): string | undefined {
  const first = eligible[0] && trait(eligible[0]);
  return first !== undefined && eligible.every((deployment) => trait(deployment) === first) ? first : undefined;
}

function* important(view: WorkspaceView): Iterable<[string, JudgedRoute]> {
  for (const [id, route] of view.routes) {
    const { criticality } = route.workload;
    if (criticality === "critical" || criticality === "high") yield [id, route];
  }
}

/** One finding where several deployments hang on one thing. */
function* alone(
  view: WorkspaceView,
  trait: Trait,
  what: string,
  covered: readonly Trait[],
): Iterable<WorkspaceFinding> {
  for (const [id, { workload, eligible }] of important(view)) {
    const held = eligible.length > 1 ? shared(eligible, trait) : undefined;
    // The wider bond says it already: one provider is one contract, and mostly one region.
    if (held === undefined || covered.some((wider) => shared(eligible, wider) !== undefined)) continue;
    const place = view.place("workload", id, "route", "candidates");
    if (!place) continue;
    const candidates = view.qualifying(id, (other) => trait(other) !== undefined && trait(other) !== held);
    yield {
      place,
      message: `All ${counted(eligible.length, "deployment")} that may serve "${id}" (${workload.criticality}) hang on one ${what}, ${held}. ${remedy(candidates, what)}`,
      severity: workload.criticality === "critical" || trait === provider ? "warning" : "information",
      data: { workload: id, candidates },
    };
  }
}

function remedy(candidates: readonly string[], what: string): string {
  return candidates.length > 0
    ? `Add one of another ${what}: ${listed(candidates, 3)}.`
    : `Add one of another ${what}; no deployment of the catalog qualifies.`;
}

/**
 * A critical or high workload that only one deployment may serve: when it fails, nothing is left to fall back on.
 *
 * Counted are the candidates that the policy allows, not those that the route lists. The message names deployments of
 * the catalog that would qualify, other providers first.
 *
 * Wrong:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     criticality: critical
 *     sensitivity: confidential
 *     route: { candidates: [gpt-5.5@azure-swedencentral] }
 * ```
 *
 * Right:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     criticality: critical
 *     sensitivity: confidential
 *     route: { candidates: [gpt-5.5@azure-swedencentral, claude-sonnet-5@bedrock-eu-central-1] }
 * ```
 */
export const singleDeployment: WorkspaceRule = {
  code: "route.single-deployment",
  severity: "warning",
  *check(view) {
    for (const [id, { workload, eligible }] of important(view)) {
      const [only, another] = eligible;
      const place = only && !another ? view.place("workload", id, "route", "candidates") : undefined;
      if (!only || !place) continue;
      const others = view.qualifying(id);
      const elsewhere = (other: string): boolean => !other.endsWith(`@${only.provider}`);
      const candidates = [...others.filter(elsewhere), ...others.filter((other) => !elsewhere(other))];
      yield {
        place,
        message: `Only ${only.id} may serve "${id}" (${workload.criticality}): when it fails there is no fallback. ${candidates.length > 0 ? `Add one that may serve it too: ${listed(candidates, 3)}.` : "Add one that may serve it too; no other deployment of the catalog qualifies."}`,
        data: { workload: id, candidates },
      };
    }
  },
};

/**
 * A critical or high workload whose deployments all stand at one provider: its outage takes all of them at once.
 *
 * Wrong:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     criticality: critical
 *     sensitivity: internal
 *     route: { candidates: [claude-sonnet-5@bedrock-eu-central-1, claude-haiku-4.5@bedrock-eu-central-1] }
 * ```
 *
 * Right:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     criticality: critical
 *     sensitivity: internal
 *     route: { candidates: [claude-sonnet-5@bedrock-eu-central-1, gpt-5.5@azure-swedencentral] }
 * ```
 */
export const singleProvider: WorkspaceRule = {
  code: "route.single-provider",
  severity: "warning",
  check: (view) => alone(view, provider, "provider", []),
};

/**
 * A critical or high workload whose models all come from one supplier, at whatever providers: when the supplier
 * retires, reprices or withdraws a model, every route is concerned.
 *
 * A warning at critical, information at high.
 *
 * Wrong:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     criticality: critical
 *     sensitivity: internal
 *     route: { candidates: [gpt-5.5@azure-swedencentral, gpt-5.5@openai] }
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
 * ```
 */
export const singleSupplier: WorkspaceRule = {
  code: "route.single-supplier",
  severity: "warning",
  check: (view) => alone(view, supplier, "supplier", []),
};

/**
 * A critical or high workload whose deployments all run in one region, at different providers.
 *
 * A warning at critical, information at high. Nothing is said while the region of one of them is unknown, or where they
 * share the provider (`route.single-provider`).
 *
 * Wrong:
 * ```yaml
 * providers:
 *   openai: { adapter: openai, jurisdiction: eu, region: swedencentral }
 * deployments:
 *   gpt-5.5@openai: { upstream: gpt-5.5, price: { input: 5, output: 30 }, data: { residency: eu, maxSensitivity: internal } }
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     criticality: critical
 *     sensitivity: internal
 *     route: { candidates: [gpt-5.5@azure-swedencentral, gpt-5.5@openai] }
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
 * ```
 */
export const singleRegion: WorkspaceRule = {
  code: "route.single-region",
  severity: "warning",
  check: (view) => alone(view, region, "region", [provider]),
};

/**
 * A critical or high workload whose deployments all hang on one contract, at different providers: one negotiation, one
 * renewal date, one set of terms. A warning at critical, information at high.
 *
 * Wrong:
 * ```yaml
 * providers:
 *   openai: { adapter: openai, jurisdiction: us, contract: microsoft-ea }
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     criticality: critical
 *     sensitivity: internal
 *     route: { candidates: [gpt-5.5@azure-swedencentral, gpt-5.5@openai] }
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
 * ```
 */
export const singleContract: WorkspaceRule = {
  code: "route.single-contract",
  severity: "warning",
  check: (view) => alone(view, contract, "contract", [provider]),
};
