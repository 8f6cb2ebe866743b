/** What is known of an entity, in a few lines: for hovers and beside completions. */
import {
  type Deployment,
  type EntityKind,
  entityName,
  type Price,
  splitDeploymentId,
  type WorkspaceDocuments,
} from "@fairlead/runtime/documents";
import { workloadsOf } from "./entity-users.ts";

/** A value of any shape, as it is while somebody types. */
type Loose<T> = { readonly [K in keyof T]?: unknown };

/** A fact with its label. */
export type Fact = readonly [label: string, value: string];

/** One line of facts about an entity, for the detail of a completion. Empty where nothing is known. */
export function entityDetail(kind: EntityKind, id: string, documents: WorkspaceDocuments): string {
  const facts = entityFacts(kind, id, documents)
    .filter(([label]) => label !== "About" && label !== "Used by")
    .map(([label, value]) => (value === "none" ? `no ${label.toLowerCase()}` : value))
    .slice(0, 4);
  const users = workloadsOf(kind, id, documents);
  const [only] = users;
  if (only !== undefined) facts.push(`used by ${users.length === 1 ? only : `${users.length} workloads`}`);
  return facts.join(" · ");
}

/** A card in Markdown: what it is, and its facts. */
export function entityCard(kind: EntityKind, id: string, documents: WorkspaceDocuments): string {
  const name = entityName(kind);
  const facts = entityFacts(kind, id, documents);
  const lines = facts.filter(([label]) => label !== "About").map(([label, value]) => `- ${label}: ${value}`);
  const about = facts.find(([label]) => label === "About")?.[1];
  return [`**${escapeMarkdown(id)}** (${name})`, ...(about ? [escapeMarkdown(about)] : []), lines.join("\n")]
    .filter(Boolean)
    .join("\n\n");
}

/** The facts about an entity, the most asked for first. What is unknown is left out. */
export function entityFacts(kind: EntityKind, id: string, documents: WorkspaceDocuments): Fact[] {
  const section = sectionOf(kind, documents);
  if (!Object.hasOwn(section, id)) return [];
  const value = section[id];
  if (value === null || typeof value !== "object") return [];
  const facts = [...FACTS[kind](value as Record<string, unknown>, id, documents), usedBy(kind, id, documents)];
  return facts.flatMap(([label, fact]) => (fact === undefined || fact === "" ? [] : [[label, fact] as const]));
}

type MaybeFact = readonly [label: string, value: string | undefined];

const FACTS: Readonly<
  Record<EntityKind, (value: Record<string, unknown>, id: string, documents: WorkspaceDocuments) => MaybeFact[]>
> = {
  provider: (provider) => [
    ["Adapter", word(provider.adapter)],
    ["Region", word(provider.region)],
    ["Jurisdiction", word(provider.jurisdiction)],
    ["Contract", word(provider.contract)],
    ["Endpoint", word(provider.endpoint)],
    ["Status", word(provider.status)],
    ["About", word(provider.description)],
  ],
  model: (model) => [
    ["Supplier", word(model.supplier)],
    ["Context window", tokens(model.contextWindow)],
    ["Capabilities", words(model.capabilities)],
    ["Output limit", tokens(model.maxOutputTokens)],
    ["Lifecycle", lifecycle(model.lifecycle)],
    ["About", word(model.description)],
  ],
  deployment: deploymentFacts,
  contract: (contract) => [
    ["Provider", word(contract.provider)],
    ["Renews", word(contract.renews)],
    ["Audit rights", rights(contract.auditRights)],
    ["Document", word(contract.document)],
    ["About", word(contract.description)],
  ],
  notice: (notice) => [
    ["Kind", word(notice.kind)],
    ["Effective", word(notice.effective)],
    ["Affects", words(notice.affects)],
    ["Replacement", word(notice.replacement)],
    ["About", word(notice.description)],
  ],
  businessUnit: (unit) => [
    ["Owner", word(unit.owner)],
    ["Cost centre", word(unit.costCentre)],
    ["About", word(unit.description)],
  ],
  workload: (workload) => [
    ["Business unit", word(workload.businessUnit)],
    ["Criticality", word(workload.criticality)],
    ["Sensitivity", word(workload.sensitivity)],
    ["Candidates", words(field(workload.route, "candidates"))],
    ["Strategy", word(field(workload.route, "strategy"))],
    ["Owner", word(workload.owner)],
    ["About", word(workload.description)],
  ],
  rule: (rule) => [
    ["Requires", keys(rule.require)],
    ["Denies", keys(rule.deny)],
    ["About", word(rule.description)],
  ],
  budget: (budget) => [
    ["Limit", [word(budget.limit), word(budget.window)].filter(Boolean).join(" a ")],
    ["Scope", pairs(budget.scope)],
    ["Time zone", word(budget.timezone)],
    ["About", word(budget.description)],
  ],
  benchmark: (benchmark) => [
    ["Workload", word(benchmark.workload)],
    ["Arms", words(benchmark.arms)],
    ["Cases", Array.isArray(benchmark.cases) ? String(benchmark.cases.length) : undefined],
    ["About", word(benchmark.description)],
  ],
};

/** Names up to three of the workloads that hang on an entity. */
function usedBy(kind: EntityKind, id: string, documents: WorkspaceDocuments): MaybeFact {
  const users = workloadsOf(kind, id, documents);
  const more = users.length > 3 ? ` and ${users.length - 3} more` : "";
  return ["Used by", users.length === 0 ? undefined : `${users.slice(0, 3).join(", ")}${more}`];
}

/** There are many deployments, and an edit leaves most of them as they are, with their providers and models. */
const deploymentsKnown = new WeakMap<object, { provider: unknown; model: unknown; facts: MaybeFact[] }>();

function deploymentFacts(given: Record<string, unknown>, id: string, { catalog }: WorkspaceDocuments): MaybeFact[] {
  const deployment: Loose<Deployment> = given;
  const parts = splitDeploymentId(id);
  const provider = parts && own(catalog.providers, parts.provider);
  const model = parts && own(catalog.models, parts.model);
  const known = deploymentsKnown.get(given);
  if (known && known.provider === provider && known.model === model) return known.facts;
  const facts: MaybeFact[] = [
    ["Price", price(deployment.price)],
    ["Region", word(deployment.region) ?? word(provider?.region)],
    ["Jurisdiction", word(field(deployment.data, "residency")) ?? word(provider?.jurisdiction)],
    ["Contract", word(provider?.contract) ?? "none"],
    ["Context window", tokens(deployment.contextWindow ?? model?.contextWindow)],
    ["Time to first token", latency(deployment.latency)],
    ["Upstream id", word(deployment.upstream)],
    ["Lifecycle", lifecycle(deployment.lifecycle) ?? lifecycle(model?.lifecycle)],
    ["About", word(deployment.description)],
  ];
  deploymentsKnown.set(given, { provider, model, facts });
  return facts;
}

function price(given: unknown): string {
  const { input, output }: Loose<Price> = record(given);
  if (typeof input !== "number" || typeof output !== "number") return "unknown price";
  return `$${input} in, $${output} out per million tokens`;
}

function latency(given: unknown): string | undefined {
  const p95 = field(given, "ttftP95Ms");
  return typeof p95 === "number" ? `${p95} ms (95th percentile)` : undefined;
}

function lifecycle(given: unknown): string | undefined {
  const status = word(field(given, "status"));
  const retires = word(field(given, "retires"));
  return retires ? `${status ?? "active"}, retires ${retires}` : status;
}

function rights(given: unknown): string | undefined {
  const held = Object.entries(record(given)).flatMap(([right, value]) => (value === true ? [right] : []));
  return held.length > 0 ? held.join(", ") : undefined;
}

function sectionOf(kind: EntityKind, { catalog, policy, benchmarks }: WorkspaceDocuments): Record<string, unknown> {
  switch (kind) {
    case "provider":
      return catalog.providers;
    case "model":
      return catalog.models;
    case "deployment":
      return catalog.deployments;
    case "contract":
      return catalog.contracts;
    case "notice":
      return catalog.notices;
    case "businessUnit":
      return policy.businessUnits;
    case "workload":
      return policy.workloads;
    case "rule":
      return policy.rules;
    case "budget":
      return policy.budgets;
    case "benchmark":
      return benchmarks;
  }
}

function own<T>(section: Readonly<Record<string, T>>, id: string): Loose<T> | undefined {
  const value = Object.hasOwn(section, id) ? section[id] : undefined;
  return value !== null && typeof value === "object" ? (value as Loose<T>) : undefined;
}

function record(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function field(value: unknown, key: string): unknown {
  return record(value)[key];
}

function word(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}

function words(value: unknown): string | undefined {
  return Array.isArray(value) && value.length > 0 ? value.flatMap((item) => word(item) ?? []).join(", ") : undefined;
}

function keys(value: unknown): string | undefined {
  return Object.keys(record(value)).join(", ") || undefined;
}

function pairs(value: unknown): string | undefined {
  return (
    Object.entries(record(value))
      .map(([key, part]) => `${key} ${word(part) ?? "?"}`)
      .join(", ") || "everything"
  );
}

/** Made once: each of its own would take longer than all else about an entity. */
const GROUPED = new Intl.NumberFormat("en");

function tokens(value: unknown): string | undefined {
  return typeof value === "number" ? `${GROUPED.format(value)} tokens` : undefined;
}

/** Ids and descriptions are plain text, whatever characters they have. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|]/g, "\\$&");
}
