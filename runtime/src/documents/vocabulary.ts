/** The words of the documents as types, and the orders among them. */
import type { Benchmark } from "./generated/benchmark-suite.ts";
import type { Contract, Deployment, Model, Notice, Price, Provider } from "./generated/catalog.ts";
import type { Checks, Lint } from "./generated/project.ts";
import type { Budget, BusinessUnit, Defaults, Rule, Workload } from "./generated/routing-policy.ts";

export type { Assertion, Benchmark, BenchmarkSuiteDocument, Case } from "./generated/benchmark-suite.ts";
export type {
  CatalogDocument,
  Contract,
  DataHandling,
  Deployment,
  Latency,
  Lifecycle,
  MeasuredQuality,
  Model,
  Notice,
  Price,
  Provider,
  Timeouts,
} from "./generated/catalog.ts";
export type { Checks, Lint, ProjectDocument } from "./generated/project.ts";
export type {
  Budget,
  BusinessUnit,
  Deny,
  Fallback,
  Needs,
  Objectives,
  Require,
  Route,
  RoutingPolicyDocument,
  Rule,
  Scope,
  Threshold,
  When,
  Workload,
} from "./generated/routing-policy.ts";

export type DocumentKind = "Catalog" | "RoutingPolicy" | "BenchmarkSuite" | "Project";
export type AdapterName = Provider["adapter"];
export type Capability = Model["capabilities"][number];
export type Jurisdiction = NonNullable<Provider["jurisdiction"]>;
export type Sensitivity = NonNullable<Workload["sensitivity"]>;
export type Criticality = NonNullable<Workload["criticality"]>;
export type Strategy = NonNullable<Workload["route"]["strategy"]>;
export type FailureClass = NonNullable<NonNullable<Workload["fallback"]>["on"]>[number];
export type BudgetWindow = Budget["window"];
export type ThresholdAction = NonNullable<Budget["thresholds"]>[number]["do"];
export type PolicyDefaults = Defaults;
export type PriceFacts = Price;

/** The kinds of entities that have ids, as `x-defines` and `x-references` in the schemas name them. */
export type EntityKind =
  | "provider"
  | "model"
  | "deployment"
  | "contract"
  | "notice"
  | "businessUnit"
  | "workload"
  | "rule"
  | "budget"
  | "benchmark";

/** All catalog documents of a workspace as one. */
export interface Catalog {
  providers: Record<string, Provider>;
  models: Record<string, Model>;
  deployments: Record<string, Deployment>;
  contracts: Record<string, Contract>;
  notices: Record<string, Notice>;
}

/** All routing policy documents of a workspace as one. */
export interface RoutingPolicy {
  defaults: PolicyDefaults;
  businessUnits: Record<string, BusinessUnit>;
  workloads: Record<string, Workload>;
  rules: Record<string, Rule>;
  budgets: Record<string, Budget>;
}

/** What project documents say, apart from what is left out: `excludedBy` knows that. */
export interface ProjectSettings {
  checks: Checks;
  lint: Lint;
}

/** All documents of a workspace, merged by kind. */
export interface WorkspaceDocuments {
  catalog: Catalog;
  policy: RoutingPolicy;
  benchmarks: Record<string, Benchmark>;
  /** The settings of the outermost folder. Those of one file: `settingsFor`. */
  project: ProjectSettings;
}

/** From harmless to regulated. */
export const SENSITIVITIES: readonly Sensitivity[] = ["public", "internal", "confidential", "restricted"];

/** From the one that may fail to the one that may not. */
export const CRITICALITIES: readonly Criticality[] = ["low", "standard", "high", "critical"];

/** The place of a sensitivity in its order; unknown words count as the most sensitive. */
export function sensitivityRank(sensitivity: string | undefined): number {
  const rank = SENSITIVITIES.indexOf(sensitivity as Sensitivity);
  return rank < 0 ? SENSITIVITIES.length - 1 : rank;
}

/** The more sensitive of two; what is undefined counts as `restricted`. */
export function higherSensitivity(a: Sensitivity | undefined, b: Sensitivity | undefined): Sensitivity {
  return SENSITIVITIES[Math.max(sensitivityRank(a), sensitivityRank(b))] ?? "restricted";
}

/**
 * Whether a condition of a rule means a sensitivity. One value means that and all above it, so that nobody leaves a rule
 * by raising a request's sensitivity; a list means what it lists. undefined is open.
 */
export function meansSensitivity(
  condition: Sensitivity | readonly Sensitivity[] | undefined,
  sensitivity: Sensitivity,
): boolean {
  if (condition === undefined) return true;
  if (typeof condition === "string") return sensitivityRank(sensitivity) >= sensitivityRank(condition);
  return condition.includes(sensitivity);
}

/** The two parts of a deployment id `model@provider`, or undefined where it is not one. */
export function splitDeploymentId(id: string): { model: string; provider: string } | undefined {
  const at = id.indexOf("@");
  if (at <= 0 || at === id.length - 1 || id.includes("@", at + 1)) return undefined;
  return { model: id.slice(0, at), provider: id.slice(at + 1) };
}
