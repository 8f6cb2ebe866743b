/** The durable record of reservations, settled usage, decisions and virtual keys. */
export * from "./keys.ts";
export * from "./sqlite-store.ts";
export { TOTALS_DIMENSIONS } from "./totals.ts";
export type * from "./types.ts";
