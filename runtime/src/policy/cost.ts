/** What requests cost: prices are micro-USD for a million tokens, so every product is an integer before it is divided. */
import { type MicroUsd, microUsd } from "../documents/money.ts";
import type { PriceFacts } from "../documents/vocabulary.ts";
import type { CompiledPrice } from "./types.ts";

/** Tokens of one answer, as metered. `input` counts cached and cache-writing tokens too. */
export interface MeteredTokens {
  input: number;
  output: number;
  cachedInput?: number | undefined;
  cacheWrite?: number | undefined;
}

/** Reads a price of the catalog (USD per million tokens) into micro-USD. Rounded up at the sixth decimal. */
export function compilePrice(price: PriceFacts, basis: string): CompiledPrice {
  const micro = (usd: number): MicroUsd => microUsd(Math.ceil(Number((usd * 1_000_000).toFixed(3))));
  return {
    inputPerMillion: micro(price.input),
    outputPerMillion: micro(price.output),
    cachedInputPerMillion: micro(price.cachedInput ?? price.input),
    cacheWritePerMillion: micro(price.cacheWrite ?? price.input),
    perRequest: micro(price.perRequest ?? 0),
    basis,
  };
}

/**
 * Millionths of a micro-USD as whole micro-USD, rounded up. An amount beyond all that money can be counts as the most
 * that it can be: it fits no budget, and deciding stays total.
 */
function roundedUp(millionths: number, perRequest: MicroUsd): MicroUsd {
  return microUsd(Math.min(Math.ceil(millionths / 1_000_000) + perRequest, Number.MAX_SAFE_INTEGER));
}

/**
 * What metered tokens cost: each kind of token at its own price, the sum rounded up to a micro-USD.
 * Cached tokens count as part of the input, once: providers that report them beside it are added up before.
 */
export function costOf(price: CompiledPrice, tokens: MeteredTokens): MicroUsd {
  const cached = Math.min(tokens.cachedInput ?? 0, tokens.input);
  const written = Math.min(tokens.cacheWrite ?? 0, tokens.input - cached);
  const fresh = tokens.input - cached - written;
  const millionths =
    fresh * price.inputPerMillion +
    cached * price.cachedInputPerMillion +
    written * price.cacheWritePerMillion +
    tokens.output * price.outputPerMillion;
  return roundedUp(millionths, price.perRequest);
}

/** The most that a request can cost: all input at its dearest kind, all output up to the limit. */
export function reservationFor(price: CompiledPrice, inputAtMost: number, outputAtMost: number): MicroUsd {
  const dearest = Math.max(price.inputPerMillion, price.cachedInputPerMillion, price.cacheWritePerMillion);
  const millionths = inputAtMost * dearest + outputAtMost * price.outputPerMillion;
  return roundedUp(millionths, price.perRequest);
}

/**
 * What a request will likely cost, for comparing candidates. The length of the answer is not known before it is
 * written: a third of the input is assumed (the 3:1 blend in which Artificial Analysis compares prices), at least
 * 64 tokens and at most the limit.
 */
export function expectedCost(price: CompiledPrice, inputExpected: number, outputLimit: number): MicroUsd {
  const output = Math.min(outputLimit, Math.max(64, Math.ceil(inputExpected / 3)));
  return costOf(price, { input: inputExpected, output });
}
