/** What changes between two generations: at a moment, and on each later date on which a notice takes effect. */
import { CRITICALITIES, type WorkspaceDocuments } from "../../documents/vocabulary.ts";
import { compile } from "../compile.ts";
import { startOfDate } from "../compile-deployment.ts";
import { type Concentration, exposure } from "../exposure.ts";
import { canonicalJson } from "../generation.ts";
import { standing } from "../standing.ts";
import { declaredTraffic, type Traffic, trafficCost } from "../traffic.ts";
import type { CompiledPolicy } from "../types.ts";
import { type WorkloadComparison, workloadComparison } from "./compare-workloads.ts";
import { entityChanges } from "./entity-changes.ts";
import { budgetFindings, concentrationFindings, moneyFindings, ruleFindings } from "./policy-findings.ts";
import type { Plan, PlanDate, PlanFinding, PlanOptions, PlanSide, WorkloadPlan } from "./types.ts";
import { dateOf } from "./words.ts";
import { type Judging, workloadFindings } from "./workload-findings.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Defaults of `PlanOptions`. */
export const PLAN_DEFAULTS = { horizonDays: 366, tolerancePercent: 10 } as const;

/** Compiles documents that have no errors into a side of a plan. Throws a RangeError where they have any. */
export function planSide(documents: Pick<WorkspaceDocuments, "catalog" | "policy">): PlanSide {
  return { documents, policy: compile(documents) };
}

/** Compares two generations. Equal generations give an empty plan; with the sides exchanged it is the mirror image. */
export function plan(before: PlanSide, after: PlanSide, options: PlanOptions): Plan {
  const { at } = options;
  const traffic = options.traffic ?? declaredByBoth(before, after);
  const basis: Judging["basis"] = options.traffic ? "recorded" : "declared";
  const tolerance = options.tolerancePercent ?? PLAN_DEFAULTS.tolerancePercent;
  const entities = entityChanges(before, after);
  const compare = workloadComparison(before, after, entities, traffic);
  const workloads = compare.everything(at);
  const dates = laterDates(before, after, options, workloads, compare);
  const exposures = exposureChanges(before.policy, after.policy, at, traffic);
  const money = traffic
    ? { basis, before: bill(before.policy, at, traffic), after: bill(after.policy, at, traffic) }
    : null;
  const findings = [
    ...workloads.flatMap((one) => workloadFindings(one, { tolerance, basis, from: null })),
    ...ruleFindings(before, after),
    ...budgetFindings(before.policy, after.policy),
    ...concentrationFindings(exposures),
    ...moneyFindings(money, tolerance),
  ];
  return {
    before: before.policy.generation,
    after: after.policy.generation,
    at,
    findings: inOrder([...findings, ...laterFindings(dates, findings, { tolerance, basis })]),
    workloads,
    dates,
    entities,
    exposure: exposures,
    money,
  };
}

/** What is new on later dates: a finding that held before is not told again. */
function laterFindings(
  dates: readonly PlanDate[],
  known: readonly PlanFinding[],
  how: Omit<Judging, "from">,
): PlanFinding[] {
  const key = ({ code, workload, direction, message }: PlanFinding): string =>
    [code, workload, direction, message].join("\n");
  const told = new Set(known.map(key));
  const found: PlanFinding[] = [];
  for (const { date, workloads } of dates) {
    for (const finding of workloads.flatMap((one) => workloadFindings(one, { ...how, from: date }))) {
      if (told.has(key(finding))) continue;
      told.add(key(finding));
      found.push(finding);
    }
  }
  return found;
}

/** The same traffic for both sides, so that the change is what makes the difference: as declared after it, else before. */
function declaredByBoth(before: PlanSide, after: PlanSide): Traffic | undefined {
  const one = declaredTraffic(before.documents.policy.workloads);
  const other = declaredTraffic(after.documents.policy.workloads);
  return one && other ? new Map([...one, ...other]) : (other ?? one);
}

function inOrder(findings: readonly PlanFinding[]): PlanFinding[] {
  const directions = ["worse", "better", "neutral"];
  const rank = ({ criticality }: PlanFinding): number => (criticality ? CRITICALITIES.indexOf(criticality) : -1);
  return findings.toSorted(
    (a, b) =>
      directions.indexOf(a.direction) - directions.indexOf(b.direction) ||
      (a.from ?? "").localeCompare(b.from ?? "", "en") ||
      rank(b) - rank(a),
  );
}

/** The later dates on which phases of deployments begin, and what the change does then that it did not do before. */
function laterDates(
  before: PlanSide,
  after: PlanSide,
  { at, horizonDays = PLAN_DEFAULTS.horizonDays }: PlanOptions,
  first: readonly WorkloadPlan[],
  compare: WorkloadComparison,
): PlanDate[] {
  const starts = [before, after].flatMap(({ policy }) =>
    policy.deployments.flatMap(({ phases }) => phases.map(({ from }) => from)),
  );
  const moments = [...new Set(starts)]
    .filter((from) => from > at && from <= at + horizonDays * DAY_MS)
    .sort((a, b) => a - b);
  const dates: PlanDate[] = [];
  // Eligibility is told for the moment of the plan only.
  const key = ({ eligible: _eligible, ...one }: WorkloadPlan): string => canonicalJson(one);
  let known = new Map(first.map((one) => [one.workload, key(one)]));
  for (const moment of moments) {
    const workloads = compare.standings(moment);
    // What becomes of a workload that is gone is nobody's concern.
    const different = workloads.filter((one) => one.change !== "removed" && known.get(one.workload) !== key(one));
    known = new Map(workloads.map((one) => [one.workload, key(one)]));
    if (different.length === 0) continue;
    dates.push({ date: dateOf(moment), because: reasons(before, after, moment), workloads: different });
  }
  return dates;
}

/** What takes effect on a date, on either side. */
function reasons(before: PlanSide, after: PlanSide, moment: number): string[] {
  const found = [before, after].flatMap(({ documents: { catalog } }) => {
    const notices = Object.entries(catalog.notices)
      .filter(([, { effective }]) => startOfDate(effective) === moment)
      .map(([id, { kind }]) => `notice ${id} (${kind})`);
    const retiring = [...Object.entries(catalog.models), ...Object.entries(catalog.deployments)]
      .filter(([, { lifecycle }]) => lifecycle?.retires !== undefined && startOfDate(lifecycle.retires) === moment)
      .map(([id]) => `${id} retires`);
    return [...notices, ...retiring];
  });
  return [...new Set(found)].sort();
}

function exposureChanges(
  before: CompiledPolicy,
  after: CompiledPolicy,
  at: number,
  traffic: Traffic | undefined,
): { before: Concentration; after: Concentration }[] {
  const others = exposure(after, at, traffic).concentrations;
  return exposure(before, at, traffic).concentrations.flatMap((one, index) => {
    const other = others[index];
    return other && spread(one) !== spread(other) ? [{ before: one, after: other }] : [];
  });
}

/** The shares alone: that a workload has another name is no change of concentration. */
function spread({ shares }: Concentration): string {
  return canonicalJson(shares.map(({ id, share }) => [id, share]));
}

/** What all traffic costs; null where the cost of any is unknown. Workloads that the policy does not have cost nothing. */
function bill(policy: CompiledPolicy, at: number, traffic: Traffic): number | null {
  let sum = 0;
  for (const [workload, ofWorkload] of traffic) {
    if (!policy.workloads.has(workload)) continue;
    const cost = trafficCost(standing(policy, workload, at), ofWorkload);
    if (cost === undefined) return null;
    sum += cost;
  }
  return Math.min(sum, Number.MAX_SAFE_INTEGER);
}

/** Whether nothing changes at all. */
export function isEmptyPlan({ findings, workloads, dates, entities, exposure: exposures }: Plan): boolean {
  return [findings, workloads, dates, entities, exposures].every((found) => found.length === 0);
}
