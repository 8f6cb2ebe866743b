/** The pure core: compile documents, decide about requests, explain decisions. */
export * from "./budget-window.ts";
export * from "./compile.ts";
export { budgetCovers } from "./compile-budget.ts";
export { phaseAt, startOfDate } from "./compile-deployment.ts";
export { DEFAULTS } from "./compile-workload.ts";
export * from "./cost.ts";
export * from "./decide.ts";
export * from "./drill.ts";
export * from "./explain.ts";
export * from "./exposure.ts";
export * from "./generation.ts";
export * from "./plan/index.ts";
export * from "./serving.ts";
export * from "./standing.ts";
export * from "./traffic.ts";
export type * from "./types.ts";
export * from "./what-if/index.ts";
