/**
 * Generates runtime/src/rules/prices/price-facts.json: public list prices by adapter and upstream id, from the price
 * collection @pydantic/genai-prices (MIT), as far as they are one number each. Prices by tier keep their base. Run by
 * hand when the package is new; the date is that of the package's file.
 */
import { readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { findProvider } from "@pydantic/genai-prices";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const entry = fileURLToPath(import.meta.resolve("@pydantic/genai-prices"));
const { version } = JSON.parse(readFileSync(path.resolve(path.dirname(entry), "../package.json"), "utf8"));

/** Which of its providers an adapter of ours calls. What is compatible with OpenAI may be anybody. */
const PROVIDERS = { openai: "openai", "azure-openai": "azure", bedrock: "aws" };
const KINDS = /** @type {const} */ ([
  ["input", "input_mtok"],
  ["output", "output_mtok"],
  ["cachedInput", "cache_read_mtok"],
  ["cacheWrite", "cache_write_mtok"],
]);

/** The ids that a condition names outright. @param {any} match @returns {string[]} */
function exactIds(match) {
  if (typeof match?.equals === "string") return [match.equals];
  return Array.isArray(match?.or) ? match.or.flatMap(exactIds) : [];
}

/** @param {any} prices @returns {Record<string, number> | undefined} */
function plainPrices(prices) {
  // Prices that change by date or hour are a list; the catalog has notices for that.
  if (prices === null || typeof prices !== "object" || Array.isArray(prices)) return undefined;
  /** @type {Record<string, number>} */
  const plain = {};
  for (const [ours, theirs] of KINDS) {
    const price = typeof prices[theirs] === "object" ? prices[theirs]?.base : prices[theirs];
    if (typeof price === "number") plain[ours] = price;
  }
  return plain.input === undefined ? undefined : plain;
}

/** @type {Record<string, Record<string, Record<string, number>>>} */
const byAdapter = {};
for (const [adapter, id] of Object.entries(PROVIDERS)) {
  /** @type {Record<string, Record<string, number>>} */
  const models = {};
  for (const model of findProvider({ providerId: id })?.models ?? []) {
    const prices = plainPrices(model.prices);
    if (prices) for (const name of [model.id, ...exactIds(model.match)]) models[name] ??= prices;
  }
  byAdapter[adapter] = Object.fromEntries(Object.entries(models).sort(([a], [b]) => (a < b ? -1 : 1)));
}
const facts = {
  source: `@pydantic/genai-prices ${version}`,
  read: statSync(entry).mtime.toISOString().slice(0, 10),
  unit: "USD per million tokens",
  prices: byAdapter,
};
const file = path.join(root, "runtime/src/rules/prices/price-facts.json");
writeFileSync(file, `${JSON.stringify(facts, undefined, 1)}\n`);
console.log(`wrote ${path.relative(root, file)}`);
