/** The benchmark engine. */
export type * from "./types.ts";
