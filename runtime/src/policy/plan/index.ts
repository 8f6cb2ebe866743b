/** Plans: what a change of the documents changes. */

export { type PlanCondition, planCondition } from "./conditions.ts";
export { planMarkdown } from "./markdown.ts";
export { isEmptyPlan, PLAN_DEFAULTS, plan, planSide } from "./plan.ts";
export { routesText } from "./routes-text.ts";
export { verdict } from "./rows.ts";
export { planText, type SideNames } from "./text.ts";
export type * from "./types.ts";
