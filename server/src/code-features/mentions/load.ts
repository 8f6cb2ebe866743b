/** The finder of mentions, loaded when the first file may hold one: it brings a whole TypeScript compiler along. */
export type MentionFinder = typeof import("../../code/mentions/index.ts");

/** Loads the finder; the second time it is there already. */
export function loadMentions(): Promise<MentionFinder> {
  return import("../../code/mentions/index.ts");
}
