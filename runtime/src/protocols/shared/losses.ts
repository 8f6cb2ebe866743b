import type { TranslationLoss } from "../neutral.ts";

/** Each loss once: several parts of one message may lose the same. */
export function uniqueLosses(losses: readonly TranslationLoss[]): TranslationLoss[] {
  const seen = new Map(losses.map((loss) => [`${loss.path}\n${loss.reason}`, loss]));
  return [...seen.values()];
}
