/** What a change means for one workload: for better, for worse, or worth knowing. */
import { CRITICALITIES, type Criticality, type Sensitivity, sensitivityRank } from "../../documents/vocabulary.ts";
import { isVital } from "../drill.ts";
import type { Direction, PlanFinding, Stand, WorkloadPlan } from "./types.ts";
import { changeText, list, trafficWords, usd } from "./words.ts";

/** Two stands of a workload that exists on both sides. */
interface Pair {
  before: Stand;
  after: Stand;
  /** The higher of the two, so that lowering it hides nothing. */
  criticality: Criticality;
  sensitivity: Sensitivity;
  tolerancePercent: number;
  basis: Judging["basis"];
}

/** How findings are judged and told. */
export interface Judging {
  /** Changes up to this many percent are no news. */
  tolerance: number;
  /** Where the traffic comes from. */
  basis: "recorded" | "declared";
  /** The date from which it holds, null for at once. */
  from: string | null;
}

type Found = (Pick<PlanFinding, "code" | "direction" | "message"> & { details?: string[] }) | undefined;

const JUDGES: readonly ((pair: Pair) => Found)[] = [
  served,
  singleSource,
  outage,
  storeLoss,
  jurisdictions,
  sensitivity,
  training,
  retention,
  cost,
  traffic,
  latency,
];

/** All that there is to say about one workload. */
export function workloadFindings(plan: WorkloadPlan, how: Judging): PlanFinding[] {
  const { from } = how;
  const { workload, before, after } = plan;
  const found = before && after ? pairFindings(before, after, how) : after ? newFindings(after) : [GONE];
  const criticality = higher(before?.criticality, after?.criticality);
  return found.map((one) => ({ details: [], ...one, workload, criticality, from }));
}

function pairFindings(before: Stand, after: Stand, { tolerance, basis }: Judging): NonNullable<Found>[] {
  const pair: Pair = {
    before,
    after,
    criticality: higher(before.criticality, after.criticality),
    sensitivity:
      sensitivityRank(before.sensitivity) > sensitivityRank(after.sensitivity) ? before.sensitivity : after.sensitivity,
    tolerancePercent: tolerance,
    basis,
  };
  return JUDGES.flatMap((judge) => judge(pair) ?? []);
}

const GONE = {
  code: "plan.workload",
  direction: "neutral",
  message: "it is gone: requests that name it are refused",
} as const;

/** A workload that is new can be wrong from the start. */
function newFindings(after: Stand): NonNullable<Found>[] {
  if (after.order.length === 0)
    return [
      {
        code: "plan.unserved",
        direction: "worse",
        message: "it is new, and nothing may serve it",
        details: reasons(after),
      },
    ];
  const holders = holdersOf(after);
  if (!isVital(after.criticality) || holders.length === 0)
    return [{ code: "plan.workload", direction: "neutral", message: "it is new" }];
  const message = `it is new, and every candidate hangs on ${list(holders)}`;
  return [{ code: "plan.single-source", direction: "worse", message }];
}

function higher(a: Criticality | undefined, b: Criticality | undefined): Criticality {
  const rank = (one: Criticality | undefined): number => (one ? CRITICALITIES.indexOf(one) : -1);
  return (rank(a) > rank(b) ? a : b) ?? "low";
}

function served({ before, after }: Pair): Found {
  const was = before.order.length > 0;
  const is = after.order.length > 0;
  if (was === is) return undefined;
  if (is) return { code: "plan.unserved", direction: "better", message: "something may serve it; nothing did" };
  return {
    code: "plan.unserved",
    direction: "worse",
    message: "nothing may serve it any more",
    details: reasons(after),
  };
}

function reasons({ out }: Stand): string[] {
  return out.map(({ deployment, rejections }) => `${deployment}: ${rejections[0]?.reason ?? "out"}`);
}

/** Provider, supplier, region or contract that all candidates share. That all stay in one jurisdiction is often asked for. */
function holdersOf({ singles }: Stand): string[] {
  return singles
    .filter(({ dimension }) => dimension !== "jurisdiction")
    .map(({ dimension, id }) => `${dimension} ${id}`);
}

function singleSource({ before, after, criticality }: Pair): Found {
  if (before.order.length === 0 || after.order.length === 0) return undefined;
  const dimensionsOf = (stand: Stand) => new Set(stand.singles.map(({ dimension }) => dimension));
  const was = dimensionsOf(before);
  const is = dimensionsOf(after);
  const now = holdersOf({ ...after, singles: after.singles.filter(({ dimension }) => !was.has(dimension)) });
  const nowNot = holdersOf({ ...before, singles: before.singles.filter(({ dimension }) => !is.has(dimension)) });
  if (now.length === 0 && nowNot.length === 0) return undefined;
  const direction: Direction =
    !isVital(criticality) || (now.length > 0 && nowNot.length > 0) ? "neutral" : now.length > 0 ? "worse" : "better";
  const parts = [
    now.length > 0 ? `every candidate hangs on ${list(now)} now` : "",
    nowNot.length > 0 ? `it does not hang on ${list(nowNot)} alone any more` : "",
  ];
  return { code: "plan.single-source", direction, message: parts.filter(Boolean).join("; ") };
}

/** Neither is better: one keeps answering, the other keeps every record. */
function storeLoss({ before, after }: Pair): Found {
  if (before.onStoreLoss === after.onStoreLoss) return undefined;
  const message =
    after.onStoreLoss === "continue"
      ? "while a shared store is away, requests go on within what was leased; they were refused"
      : "while a shared store is away, requests are refused; they went on within what was leased";
  return { code: "plan.store-loss", direction: "neutral", message };
}

function outage({ before, after, criticality }: Pair): Found {
  if (before.fallsBackOnOutage === after.fallsBackOnOutage) return undefined;
  if (!isVital(criticality)) return undefined;
  return after.fallsBackOnOutage
    ? { code: "plan.no-fallback", direction: "better", message: "requests fall back when a provider fails" }
    : {
        code: "plan.no-fallback",
        direction: "worse",
        message: "requests do not fall back any more when a provider fails",
      };
}

const isSecret = (level: Sensitivity): boolean => sensitivityRank(level) >= sensitivityRank("confidential");

/** For data that may not be anywhere, wider is worse. */
function widened(wider: boolean, level: Sensitivity): Direction {
  return isSecret(level) ? (wider ? "worse" : "better") : "neutral";
}

function jurisdictions({ before, after, sensitivity: level }: Pair): Found {
  if (before.order.length === 0 || after.order.length === 0) return undefined;
  const gained = after.jurisdictions.filter((one) => !before.jurisdictions.includes(one));
  const lost = before.jurisdictions.filter((one) => !after.jurisdictions.includes(one));
  if (gained.length === 0 && lost.length === 0) return undefined;
  const place = (one: string): string =>
    one === "unknown" ? "an unknown place" : one === "global" ? "any place" : one.toUpperCase();
  const parts = [
    gained.length > 0 ? `${level} data may now be processed in ${list(gained.map(place))}` : "",
    lost.length > 0 ? `it is not processed in ${list(lost.map(place))} any more` : "",
  ];
  // Another place is worse even where one is given up for it: somebody has to agree to it.
  const direction: Direction =
    gained.length > 0 && lost.length > 0 ? (isSecret(level) ? "worse" : "neutral") : widened(gained.length > 0, level);
  return { code: "plan.jurisdiction", direction, message: parts.filter(Boolean).join("; ") };
}

function sensitivity({ before, after }: Pair): Found {
  if (before.sensitivity === after.sensitivity) return undefined;
  const lower = sensitivityRank(after.sensitivity) < sensitivityRank(before.sensitivity);
  const message = `its data counts as ${after.sensitivity}, not ${before.sensitivity} any more`;
  return { code: "plan.sensitivity", direction: lower ? "worse" : "better", message };
}

function training({ before, after, sensitivity: level }: Pair): Found {
  if (before.untrained === after.untrained || before.order.length === 0 || after.order.length === 0) return undefined;
  const message = after.untrained
    ? "no candidate may train on its data any more"
    : "a candidate may train on its data, or does not say that it will not";
  return { code: "plan.training", direction: widened(!after.untrained, level), message };
}

function retention({ before, after, sensitivity: level }: Pair): Found {
  if (before.order.length === 0 || after.order.length === 0) return undefined;
  const days = (stand: Stand): number => stand.retentionDays ?? Number.POSITIVE_INFINITY;
  if (days(before) === days(after)) return undefined;
  const words = (stand: Stand): string =>
    stand.retentionDays === null
      ? "an unknown time"
      : `${stand.retentionDays} day${stand.retentionDays === 1 ? "" : "s"}`;
  const message = `its data may be kept for ${words(after)}; it was ${words(before)}`;
  return { code: "plan.retention", direction: widened(days(after) > days(before), level), message };
}

function cost({ before, after, tolerancePercent }: Pair): Found {
  if (before.order.length === 0 || after.order.length === 0) return undefined;
  const was = before.costMicroUsd;
  const is = after.costMicroUsd;
  if (was === is) return undefined;
  const direction = rise(was, is, tolerancePercent);
  const change = changeText(was, is);
  const message = `an ordinary request costs ${usd(is)} instead of ${usd(was)}${change ? ` (${change})` : ""}`;
  return { code: "plan.cost", direction, message };
}

function traffic({ before, after, tolerancePercent, basis }: Pair): Found {
  const was = before.trafficMicroUsd;
  const is = after.trafficMicroUsd;
  if (was === null || is === null || was === is) return undefined;
  const change = changeText(was, is);
  const message = `${trafficWords("its", basis)} ${usd(is)} instead of ${usd(was)}${change ? ` (${change})` : ""}`;
  return { code: "plan.traffic-cost", direction: rise(was, is, tolerancePercent), message };
}

function latency({ before, after, tolerancePercent }: Pair): Found {
  if (before.order.length === 0 || after.order.length === 0) return undefined;
  const was = before.ttftMs;
  const is = after.ttftMs;
  if (was === is) return undefined;
  const words = (ms: number | null): string => (ms === null ? "an unknown time" : `${ms} ms`);
  const message = `the first token comes after ${words(is)} instead of ${words(was)}`;
  return { code: "plan.latency", direction: rise(was, is, tolerancePercent), message };
}

/** Whether a figure that should be low rises or falls by more than is tolerated; what is unknown is worse than any. */
export function rise(before: number | null, after: number | null, tolerancePercent: number): Direction {
  if (before === after) return "neutral";
  if (after === null) return "worse";
  if (before === null) return "better";
  if (100 * after > (100 + tolerancePercent) * before) return "worse";
  // Mirrored, so that undoing a change for the worse is one for the better.
  return 100 * before > (100 + tolerancePercent) * after ? "better" : "neutral";
}
