/** What an import can not take over. */
export class Losses {
  readonly all: string[] = [];
  /** Whether rubrics can be judged. */
  readonly hasJudge: boolean;
  /** Whether there are vectors to compare. */
  readonly hasEmbeddings: boolean;

  constructor(has: { judge: boolean; embeddings: boolean }) {
    this.hasJudge = has.judge;
    this.hasEmbeddings = has.embeddings;
  }

  /** Where it stands in the configuration, and why it is left out. */
  add(where: string, why: string): void {
    this.all.push(`${where} ${why}`);
  }
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
