/** What an import can not take over. */
export class Losses {
  readonly all: string[] = [];
  /** Whether rubrics can be judged. */
  readonly hasJudge: boolean;

  constructor(hasJudge: boolean) {
    this.hasJudge = hasJudge;
  }

  /** Where it stands in the configuration, and why it is left out. */
  add(where: string, why: string): void {
    this.all.push(`${where} ${why}`);
  }
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
