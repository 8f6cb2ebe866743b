/** The durable record of reservations, settled usage, decisions and virtual keys. */
export * from "./chain.ts";
export * from "./csv.ts";
export * from "./export/cost-parts.ts";
export * from "./export/focus.ts";
export * from "./keys.ts";
export * from "./reconcile/index.ts";
export { FILTER_DIMENSIONS } from "./record-filter.ts";
export * from "./sqlite-store.ts";
export * from "./store-lost.ts";
export { TOTALS_DIMENSIONS } from "./totals.ts";
export type * from "./types.ts";
