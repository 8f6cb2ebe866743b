import type { DecisionRequest } from "../policy/types.ts";
import type { Admitted } from "./admit.ts";

/**
 * What is asked of `decide` for an admitted request.
 * @param at milliseconds since 1970
 * @param draw from 0 up to 1: chooses where a route is weighted
 */
export function decisionRequest(admitted: Admitted, at: number, draw: number): DecisionRequest {
  const { facts } = admitted;
  return {
    workload: admitted.workload.id,
    businessUnit: admitted.businessUnit,
    inputTokens: facts.inputTokens,
    capabilities: facts.capabilities,
    choices: facts.choices,
    at,
    draw,
    sensitivity: admitted.sensitivity,
    model: facts.model,
    pin: admitted.pin,
    windowTokens: facts.windowTokens,
    maxOutputTokens: facts.maxOutputTokens,
    cachesForHour: facts.cachesForHour,
    guarded: facts.guarded,
  };
}
