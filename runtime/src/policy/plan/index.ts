/** Plans: what a change of the documents changes. */
export { isEmptyPlan, PLAN_DEFAULTS, plan, planSide } from "./plan.ts";
export type * from "./types.ts";
