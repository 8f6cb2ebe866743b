/** One number for what a deployment costs. */
import { formatUsd, microUsd } from "@fairlead/runtime/documents";
import { type CompiledPrice, type Decision, phaseAt, sharesOf } from "@fairlead/runtime/policy";

/** Input tokens for each output token: the mix at which comparisons of models quote a blended price. */
const INPUT_SHARE = 3;

/** Micro-USD for a million tokens, three of four of them input, without caching. */
export function blendedPrice({ inputPerMillion, outputPerMillion }: CompiledPrice): number {
  return (INPUT_SHARE * inputPerMillion + outputPerMillion) / (INPUT_SHARE + 1);
}

/** The blended price of what serves ordinary requests, by its shares; undefined where one is unknown. */
export function blendedPriceOf(decision: Decision, at: number): number | undefined {
  let sum: number | undefined;
  for (const { candidate, share } of sharesOf(decision)) {
    const { price } = phaseAt(candidate.deployment, at);
    if (!price) return undefined;
    sum = (sum ?? 0) + share * blendedPrice(price);
  }
  return sum;
}

/** A price per million tokens to read: `$11.25`. */
export function priceText(microUsdPerMillion: number): string {
  // Cents are enough, but for what costs less than one.
  const unit = microUsdPerMillion < 100_000 ? 100 : 10_000;
  return `$${formatUsd(microUsd(Math.round(microUsdPerMillion / unit) * unit))}`;
}
