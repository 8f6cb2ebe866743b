/** The code engine, loaded when the first source file asks for it: it brings a whole TypeScript compiler along. */
export type CodeEngine = typeof import("../code/index.ts");

/** Loads the engine; the second time it is there already. */
export function loadEngine(): Promise<CodeEngine> {
  return import("../code/index.ts");
}
