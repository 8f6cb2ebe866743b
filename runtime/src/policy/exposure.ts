/** How much hangs on one provider, supplier, region, contract or jurisdiction. */
import type { Criticality } from "../documents/vocabulary.ts";
import { phaseAt } from "./compile-deployment.ts";
import { sharesOf } from "./serving.ts";
import { standing } from "./standing.ts";
import { type Traffic, trafficCost } from "./traffic.ts";
import type { CompiledDeployment, CompiledPolicy, Decision } from "./types.ts";

export const DIMENSIONS = ["provider", "supplier", "region", "contract", "jurisdiction"] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** What shares are shares of: workloads by weight of their criticality, requests, or money at list prices. */
export type Measure = "workloads" | "requests" | "spend";

export interface Exposure {
  generation: string;
  /** Milliseconds since 1970. */
  at: number;
  /** By dimension, then by measure; requests and spend only where traffic is given. */
  concentrations: Concentration[];
  /** Where everything that may serve a workload hangs on one of a dimension, the most critical first. */
  singles: SinglePoint[];
}

/** How a measure spreads over a dimension. */
export interface Concentration {
  dimension: Dimension;
  measure: Measure;
  /** The largest first. */
  shares: Share[];
  /**
   * Herfindahl-Hirschman index: the sum of the squared shares in percent, from above 0 to 10,000; 0 where there is
   * nothing. What has no known value counts as one.
   */
  hhi: number;
  band: Band;
}

/**
 * Bands of the index as section 2.1 of the United States Merger Guidelines of 2023 has them: above 1,800 a market is
 * highly concentrated, from 1,000 on moderately.
 */
export type Band = "low" | "moderate" | "high";
const BANDS = { moderate: 1_000, high: 1_800 } as const;

export interface Share {
  /** undefined where it is not known or there is none. */
  id: string | undefined;
  /** Above 0, at most 1. */
  share: number;
  /** Ids of the workloads that it serves first, sorted. */
  workloads: string[];
}

/** A workload that one provider, supplier, region, contract or jurisdiction holds alone. */
export interface SinglePoint {
  workload: string;
  criticality: Criticality;
  dimension: Dimension;
  id: string;
  /** How many candidates hang on it: more than one does not help. */
  candidates: number;
}

/** What a workload weighs by its criticality: twice as much with each step. */
const WEIGHTS: Record<Criticality, number> = { low: 1, standard: 2, high: 4, critical: 8 };

/** Where a deployment belongs in a dimension at a moment; undefined is unknown, or none. */
export function placeOf(deployment: CompiledDeployment, dimension: Dimension, at: number): string | undefined {
  switch (dimension) {
    case "provider":
      return deployment.provider;
    case "supplier":
      return deployment.supplier;
    case "region":
      return deployment.region;
    case "contract":
      return deployment.contract?.id;
    case "jurisdiction":
      return phaseAt(deployment, at).data.residency;
  }
}

/**
 * How much hangs on what, with all healthy and nothing spent.
 * @param at milliseconds since 1970
 * @param traffic by workload; workloads without any count nothing in requests and spend
 */
export function exposure(policy: CompiledPolicy, at: number, traffic?: Traffic): Exposure {
  const decisions = [...policy.workloads.keys()].map((id) => standing(policy, id, at));
  const measures: Measure[] = traffic ? ["workloads", "requests", "spend"] : ["workloads"];
  return {
    generation: policy.generation,
    at,
    concentrations: DIMENSIONS.flatMap((dimension) =>
      measures.map((measure) => concentration(decisions, dimension, measure, at, traffic)),
    ),
    singles: decisions
      .flatMap((decision) => DIMENSIONS.flatMap((dimension) => singlePoint(decision, dimension, at) ?? []))
      .sort((a, b) => WEIGHTS[b.criticality] - WEIGHTS[a.criticality]),
  };
}

/** The concentration of one dimension in one measure; undefined where the measure was not given. */
export function concentrationOf(
  { concentrations }: Exposure,
  dimension: Dimension,
  measure: Measure,
): Concentration | undefined {
  return concentrations.find((found) => found.dimension === dimension && found.measure === measure);
}

function concentration(
  decisions: readonly Decision[],
  dimension: Dimension,
  measure: Measure,
  at: number,
  traffic: Traffic | undefined,
): Concentration {
  const found = new Map<string | undefined, { amount: number; workloads: Set<string> }>();
  let total = 0;
  for (const decision of decisions) {
    const weight = weightOf(decision, measure, traffic);
    if (!(weight > 0)) continue;
    for (const { candidate, share } of sharesOf(decision)) {
      const id = placeOf(candidate.deployment, dimension, at);
      const known = found.get(id) ?? { amount: 0, workloads: new Set() };
      known.amount += weight * share;
      known.workloads.add(decision.workload.id);
      found.set(id, known);
      total += weight * share;
    }
  }
  const shares = [...found]
    .map(([id, { amount, workloads }]) => ({ id, share: amount / total, workloads: [...workloads].sort() }))
    .sort((a, b) => b.share - a.share || compareText(a.id ?? "", b.id ?? ""));
  const hhi = herfindahl(shares.map(({ share }) => share));
  return { dimension, measure, shares, hhi, band: bandOf(hhi) };
}

/** The Herfindahl-Hirschman index of amounts: the sum of their squared shares in percent; 0 where there is nothing. */
export function herfindahl(amounts: readonly number[]): number {
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  return total > 0 ? Math.round(amounts.reduce((sum, amount) => sum + ((100 * amount) / total) ** 2, 0)) : 0;
}

/** The band that an index falls in. */
export function bandOf(hhi: number): Band {
  return hhi > BANDS.high ? "high" : hhi >= BANDS.moderate ? "moderate" : "low";
}

function weightOf(decision: Decision, measure: Measure, traffic: Traffic | undefined): number {
  const { workload } = decision;
  if (measure === "workloads") return WEIGHTS[workload.criticality];
  const of = traffic?.get(workload.id);
  if (!of) return 0;
  return measure === "requests" ? of.requests : (trafficCost(decision, of) ?? 0);
}

function singlePoint(decision: Decision, dimension: Dimension, at: number): SinglePoint | undefined {
  const { candidates, workload } = decision;
  const [first, ...others] = candidates.map(({ deployment }) => placeOf(deployment, dimension, at));
  if (first === undefined || others.some((other) => other !== first)) return undefined;
  const { id, criticality } = workload;
  return { workload: id, criticality, dimension, id: first, candidates: candidates.length };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
