/** Public list prices, as far as they are known: see scripts/generate-price-facts.mjs. */
import type { AdapterName, Price } from "../../documents/vocabulary.ts";
import facts from "./price-facts.json" with { type: "json" };

/** Where the list prices come from, and when they were read. */
export const PRICE_FACTS = { source: facts.source, read: facts.read } as const;

type ListPrice = Pick<Price, "input"> & Partial<Pick<Price, "output" | "cachedInput" | "cacheWrite">>;

/** A cross-region inference profile of Bedrock: `eu.anthropic.…` is sold at the regional price. */
const PROFILE = /^(?:us|us-gov|eu|apac|jp|au|ca)\.(?=[a-z0-9-]+\.)/;

/** The list price of a deployment in USD per million tokens, or undefined where none is known. */
export function listPrice(adapter: AdapterName, upstream: string, model: string): ListPrice | undefined {
  const table = (facts.prices as Partial<Record<AdapterName, Readonly<Record<string, ListPrice>>>>)[adapter];
  if (!table) return undefined;
  // The name of a deployment at Azure is its owner's; the model tells what it is.
  if (adapter === "azure-openai") return own(table, model);
  if (adapter !== "bedrock") return own(table, upstream);
  const plain = upstream.replace(PROFILE, "");
  if (upstream.startsWith("global.")) return own(table, upstream);
  return own(table, `regional.${plain}`) ?? own(table, plain);
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
