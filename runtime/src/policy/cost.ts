/** What requests cost: prices are micro-USD for a million tokens, so every product is an integer before it is divided. */
import { type MicroUsd, microUsd, ZERO_USD } from "../documents/money.ts";
import type { PriceFacts } from "../documents/vocabulary.ts";
import type { CompiledPrice, PriceTier, PriceTime } from "./types.ts";

/** Tokens of one answer, as metered. `input` counts cached and cache-writing tokens too. */
export interface MeteredTokens {
  input: number;
  output: number;
  cachedInput?: number | undefined;
  cacheWrite?: number | undefined;
  /** Part of `cacheWrite`: what is kept for an hour. */
  cacheWriteHour?: number | undefined;
}

type Rates = Pick<PriceFacts, "input" | "output" | "cachedInput" | "cacheWrite" | "cacheWriteHour">;

/** USD as micro-USD, rounded up at the sixth decimal. */
function micro(usd: number): MicroUsd {
  return microUsd(Math.ceil(Number((usd * 1_000_000).toFixed(3))));
}

/** Minutes after midnight of a time of day. */
function minutes(time: string): number {
  const [hours = "0", rest = "0"] = time.split(":");
  return Number(hours) * 60 + Number(rest);
}

/** One price and its tiers: each knows all, so that any of them leads to the one that holds for a length. */
function compileFamily(base: Rates, price: PriceFacts, basis: string, times: CompiledPrice["times"]): CompiledPrice {
  const tiers: PriceTier[] = [];
  const rates = (from: Rates, above: number, words: string): CompiledPrice => {
    const compiled: CompiledPrice = {
      inputPerMillion: micro(from.input),
      outputPerMillion: micro(from.output),
      cachedInputPerMillion: micro(from.cachedInput ?? from.input),
      cacheWritePerMillion: micro(from.cacheWrite ?? from.input),
      cacheWriteHourPerMillion: from.cacheWriteHour === undefined ? undefined : micro(from.cacheWriteHour),
      perRequest: micro(price.perRequest ?? 0),
      basis: words,
      tiers,
      times,
    };
    tiers.push({ above, price: compiled });
    return compiled;
  };
  const first = rates(base, -1, basis);
  for (const tier of (price.tiers ?? []).toSorted((a, b) => a.aboveInputTokens - b.aboveInputTokens))
    rates(tier, tier.aboveInputTokens, `${basis}, above ${tier.aboveInputTokens} input tokens`);
  return first;
}

/** Reads a price of the catalog (USD per million tokens) into micro-USD, with its tiers and times of day. */
export function compilePrice(price: PriceFacts, basis: string): CompiledPrice {
  const times: PriceTime[] = (price.times ?? []).map((time) => ({
    from: minutes(time.from),
    until: minutes(time.until),
    // Long requests cost their tier's price at any time.
    price: compileFamily(time, price, `${basis}, ${time.from} to ${time.until} UTC`, []),
  }));
  return compileFamily(price, price, basis, times);
}

/** The price of a request that a guardrail checks; undefined where the catalog does not say what that costs. */
export function compileGuardedPrice(price: PriceFacts, basis: string): CompiledPrice | undefined {
  if (price.guardrail === undefined) return undefined;
  const perRequest = (price.perRequest ?? 0) + price.guardrail;
  return compilePrice({ ...price, perRequest }, `${basis}, with a guardrail`);
}

function holds({ from, until }: PriceTime, minute: number): boolean {
  return from < until ? minute >= from && minute < until : minute >= from || minute < until;
}

/** The price of a moment (milliseconds since 1970), where prices change with the time of day. */
export function priceAt(price: CompiledPrice, at: number): CompiledPrice {
  if (price.times.length === 0) return price;
  const day = 86_400_000;
  const minute = Math.floor((((at % day) + day) % day) / 60_000);
  return price.times.find((time) => holds(time, minute))?.price ?? price;
}

/** The price of a request with so many input tokens, where prices change with the length. */
export function tierFor(price: CompiledPrice, inputTokens: number): CompiledPrice {
  const { tiers } = price;
  if (tiers.length === 1) return price;
  return tiers.findLast(({ above }) => inputTokens > above)?.price ?? price;
}

/**
 * Millionths of a micro-USD as whole micro-USD, rounded up. An amount beyond all that money can be counts as the most
 * that it can be: it fits no budget, and deciding stays total.
 */
function roundedUp(millionths: number, perRequest: MicroUsd): MicroUsd {
  return microUsd(Math.min(Math.ceil(millionths / 1_000_000) + perRequest, Number.MAX_SAFE_INTEGER));
}

/** Input tokens by what they are billed as; the kinds add up to the input. */
export interface InputKinds {
  fresh: number;
  cached: number;
  written: number;
  writtenHour: number;
}

/** Parts the input. Cached tokens count as part of it, once: providers that report them beside it are added up before. */
export function inputKinds(tokens: Omit<MeteredTokens, "output">): InputKinds {
  const cached = Math.min(tokens.cachedInput ?? 0, tokens.input);
  const allWritten = Math.min(tokens.cacheWrite ?? 0, tokens.input - cached);
  const writtenHour = Math.min(tokens.cacheWriteHour ?? 0, allWritten);
  return { fresh: tokens.input - cached - allWritten, cached, written: allWritten - writtenHour, writtenHour };
}

/**
 * What metered tokens cost at this price, whatever its tiers (`tierFor` chooses): each kind of token at its own price,
 * the sum rounded up to a micro-USD. Undefined where some were written to the cache for an hour and the price says
 * nothing of that.
 */
export function costOf(price: CompiledPrice, tokens: MeteredTokens & { cacheWriteHour?: undefined }): MicroUsd;
export function costOf(price: CompiledPrice, tokens: MeteredTokens): MicroUsd | undefined;
export function costOf(price: CompiledPrice, tokens: MeteredTokens): MicroUsd | undefined {
  const { fresh, cached, written, writtenHour } = inputKinds(tokens);
  if (writtenHour > 0 && price.cacheWriteHourPerMillion === undefined) return undefined;
  const millionths =
    fresh * price.inputPerMillion +
    cached * price.cachedInputPerMillion +
    written * price.cacheWritePerMillion +
    writtenHour * (price.cacheWriteHourPerMillion ?? 0) +
    tokens.output * price.outputPerMillion;
  return roundedUp(millionths, price.perRequest);
}

/** The most that can be asked of a price: tokens of input and output, and whether some input is cached for an hour. */
export interface MostTokens {
  inputAtMost: number;
  outputAtMost: number;
  cachesForHour?: boolean | undefined;
}

function mostOf(price: CompiledPrice, most: MostTokens): MicroUsd | undefined {
  const { inputPerMillion, cachedInputPerMillion, cacheWritePerMillion, cacheWriteHourPerMillion } = price;
  let dearest = Math.max(inputPerMillion, cachedInputPerMillion, cacheWritePerMillion);
  if (most.cachesForHour) {
    if (cacheWriteHourPerMillion === undefined) return undefined;
    dearest = Math.max(dearest, cacheWriteHourPerMillion);
  }
  return roundedUp(most.inputAtMost * dearest + most.outputAtMost * price.outputPerMillion, price.perRequest);
}

/**
 * The most that a request can cost: all input at its dearest kind, all output up to the limit, in the dearest tier that
 * its input can reach and at the dearest time of day. Undefined where it can be billed something that has no price.
 */
export function reservationFor(price: CompiledPrice, most: MostTokens & { cachesForHour?: false }): MicroUsd;
export function reservationFor(price: CompiledPrice, most: MostTokens): MicroUsd | undefined;
export function reservationFor(price: CompiledPrice, most: MostTokens): MicroUsd | undefined {
  if (price.tiers.length === 1 && price.times.length === 0) return mostOf(price, most);
  let dearest: MicroUsd = ZERO_USD;
  for (const { tiers } of [price, ...price.times.map((time) => time.price)]) {
    for (const tier of tiers) {
      if (tier.above >= most.inputAtMost) continue;
      const cost = mostOf(tier.price, most);
      if (cost === undefined) return undefined;
      if (cost > dearest) dearest = cost;
    }
  }
  return dearest;
}

/**
 * What a request will likely cost, for comparing candidates. The length of the answer is not known before it is
 * written: a third of the input is assumed (the 3:1 blend in which Artificial Analysis compares prices), at least
 * 64 tokens and at most the limit.
 */
export function expectedCost(price: CompiledPrice, inputExpected: number, outputLimit: number): MicroUsd {
  const output = Math.min(outputLimit, Math.max(64, Math.ceil(inputExpected / 3)));
  return costOf(tierFor(price, inputExpected), { input: inputExpected, output });
}
