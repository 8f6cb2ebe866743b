/** A provider's content filter that answers with status 200: where the policy says so, another deployment is asked. */
import type { ProviderFailure } from "../protocols/failure.ts";
import type { Usage } from "../protocols/neutral.ts";
import type { AttemptOutcome, StreamOutcome } from "./attempt.ts";

type Answered = Extract<AttemptOutcome, { kind: "answer" }> | StreamOutcome;

/** What a record says of it. */
export const FILTERED: ProviderFailure = {
  failure: "content-filter",
  message: "the provider's content filter refused",
  providerCode: "answer.filtered",
  status: 200,
  retryAfterMs: undefined,
};

/**
 * Whether an outcome is a filter's verdict that nobody has seen yet: of a whole answer in any case, of a stream only
 * where no content came before it.
 */
export function isFiltered(outcome: AttemptOutcome): outcome is Answered {
  if (outcome.kind === "answer") return outcome.response.stopReason === "content-filter";
  return outcome.kind === "stream" && outcome.isFiltered;
}

/** What the provider reports of its use, and about how many tokens it wrote; lets go of the connection. */
export async function usageOfFiltered(outcome: Answered): Promise<{ usage: Usage | undefined; written: number }> {
  if (outcome.kind === "answer") return { usage: outcome.usage, written: Math.ceil(outcome.body.length / 4) };
  let usage: Usage | undefined;
  await outcome.content.pass((units) => {
    for (const signal of units.flatMap(({ signals }) => signals)) if (signal.type === "usage") usage = signal.usage;
    // Its end was there when it began: whatever follows is of no use.
    outcome.content.stop();
    return undefined;
  });
  return { usage, written: 0 };
}
