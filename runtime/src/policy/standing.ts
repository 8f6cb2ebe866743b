/** Where a workload stands when nothing is the matter: a request of ordinary size, all healthy, nothing spent. */
import { decide } from "./decide.ts";
import type { CompiledPolicy, Decision, DecisionRequest, DecisionState, Rejection } from "./types.ts";

/** A request of ordinary size, in tokens: the documents do not say how large requests are. */
export const TYPICAL_INPUT = { expected: 1_000, atMost: 2_000 };

/** Everything healthy, nothing spent. */
export const EMPTY_STATE: DecisionState = { health: [], spent: [] };

const DAY_MS = 24 * 60 * 60 * 1000;

/** Days whose answers are kept for one generation. */
const MOST_DAYS = 64;

/** An ordinary request of a workload. `at` is in milliseconds since 1970. */
export function typicalRequest(workload: string, at: number): DecisionRequest {
  return { workload, inputTokens: TYPICAL_INPUT, at, draw: 0 };
}

const kept = new WeakMap<CompiledPolicy, Map<number, Map<string, Decision>>>();

/**
 * The decision about an ordinary request of a workload. Kept by generation and day: without health, a decision changes
 * with the phases of its deployments only, and these begin with a day (UTC).
 * Throws a RangeError where the workload is not in the policy.
 * @param at milliseconds since 1970
 */
export function standing(policy: CompiledPolicy, workload: string, at: number): Decision {
  const days = kept.get(policy) ?? new Map<number, Map<string, Decision>>();
  kept.set(policy, days);
  const day = Math.floor(at / DAY_MS);
  let ofDay = days.get(day);
  if (!ofDay) {
    if (days.size >= MOST_DAYS) days.clear();
    ofDay = new Map();
    days.set(day, ofDay);
  }
  let decision = ofDay.get(workload);
  if (!decision) {
    decision = decide(policy, typicalRequest(workload, at), EMPTY_STATE);
    ofDay.set(workload, decision);
  }
  return decision;
}

/**
 * Deployments, each with what would reject it for a workload whatever the route lists: nothing where it may serve.
 * @param at milliseconds since 1970
 * @param among ids of the deployments to look at; those that do not exist are left out. Without it: all.
 */
export function eligibility(
  policy: CompiledPolicy,
  workload: string,
  at: number,
  among: Iterable<string> = policy.deploymentById.keys(),
): ReadonlyMap<string, readonly Rejection[]> {
  const request = typicalRequest(workload, at);
  const found = new Map<string, readonly Rejection[]>();
  for (const id of among) {
    if (!policy.deploymentById.has(id)) continue;
    const { rejected } = decide(policy, { ...request, pin: id }, EMPTY_STATE);
    found.set(id, rejected[0]?.rejections ?? []);
  }
  return found;
}

/** The ids of the deployments that may serve a workload, listed in its route or not. Parameters as of `eligibility`. */
export function eligible(policy: CompiledPolicy, workload: string, at: number, among?: Iterable<string>): string[] {
  const judged = eligibility(policy, workload, at, among);
  return [...judged].filter(([, rejections]) => rejections.length === 0).map(([id]) => id);
}
