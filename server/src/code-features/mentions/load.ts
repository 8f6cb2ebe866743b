/** The finder of mentions, loaded when the first file may hold one: it brings a whole TypeScript compiler along. */
export type MentionFinder = Pick<typeof import("../../code/index.ts"), "findMentions" | "readMentions">;

/** Loads the finder; the second time it is there already. */
export function loadMentions(): Promise<MentionFinder> {
  return import("../../code/index.ts");
}
