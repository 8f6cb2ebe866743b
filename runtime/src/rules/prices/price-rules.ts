import type { Deployment, Price } from "../../documents/vocabulary.ts";
import type { WorkspaceRule } from "../rule.ts";
import type { WorkspaceView } from "../view.ts";
import { counted } from "../words.ts";
import { listPrice, PRICE_FACTS } from "./known-prices.ts";

const DEFAULT_MAX_AGE_DAYS = 180;

function* priced(view: WorkspaceView): Iterable<[id: string, price: Price, deployment: Deployment]> {
  for (const [id, deployment] of Object.entries(view.documents.catalog.deployments))
    if (deployment.price) yield [id, deployment.price, deployment];
}

/**
 * A price that was checked longer ago than `checks.priceMaxAgeDays` (180 without it). Budgets and `cheapest` go by it:
 * look it up again, and enter the day.
 *
 * Wrong:
 * ```yaml
 * deployments:
 *   gpt-5.5@openai:
 *     upstream: gpt-5.5
 *     price: { input: 5, output: 30, source: price list, checked: 2025-01-31 }
 *     data: { residency: us, maxSensitivity: internal }
 * ```
 *
 * Right:
 * ```yaml
 * deployments:
 *   gpt-5.5@openai:
 *     upstream: gpt-5.5
 *     price: { input: 5, output: 30, source: price list, checked: 2026-11-01 }
 *     data: { residency: us, maxSensitivity: internal }
 * ```
 */
export const priceStale: WorkspaceRule = {
  code: "price.stale",
  severity: "hint",
  *check(view) {
    for (const [id, { checked }] of priced(view)) {
      if (checked === undefined) continue;
      const age = -view.daysUntil(checked);
      if (age <= 0) continue;
      const limit = view.checks("deployment", id).priceMaxAgeDays ?? DEFAULT_MAX_AGE_DAYS;
      const place = age > limit ? view.place("deployment", id, "price", "checked") : undefined;
      if (!place) continue;
      yield {
        place,
        message: `This price was checked ${counted(age, "day")} ago, and may be at most ${counted(limit, "day")} old. Look it up again, and enter the day.`,
        data: { replacements: [new Date(view.at).toISOString().slice(0, 10)] },
      };
    }
  },
};

/**
 * A price without the place that it was read from, or without the day: nobody can tell whether it still holds.
 *
 * Only said of deployments that a workload may use: the others cost nothing.
 *
 * Wrong:
 * ```yaml
 * deployments:
 *   gpt-5.5@openai:
 *     upstream: gpt-5.5
 *     price: { input: 5, output: 30 }
 *     data: { residency: us, maxSensitivity: internal }
 * ```
 *
 * Right:
 * ```yaml
 * deployments:
 *   gpt-5.5@openai:
 *     upstream: gpt-5.5
 *     price: { input: 5, output: 30, source: price list, checked: 2026-11-01 }
 *     data: { residency: us, maxSensitivity: internal }
 * ```
 */
export const priceUnsourced: WorkspaceRule = {
  code: "price.unsourced",
  severity: "hint",
  *check(view) {
    for (const [id, { source, checked }] of priced(view)) {
      const missing = source === undefined ? "source" : checked === undefined ? "checked" : undefined;
      const isUsed = missing !== undefined && view.servedBy(id).length > 0;
      const place = isUsed ? view.keyPlace("deployment", id, "price") : undefined;
      if (!place) continue;
      const what =
        source === undefined && checked === undefined ? "where and when" : missing === "source" ? "where" : "when";
      yield { place, message: `It is not said ${what} this price was read. Add "${missing}".`, data: { missing } };
    }
  },
};

/**
 * A deployment that a route lists has no price. What is unknown is never 0: while the policy refuses unpriced
 * deployments (`defaults.unpriced: refuse`, as without it), or a budget limits the spend, it gets no requests.
 *
 * Wrong:
 * ```yaml
 * deployments:
 *   gpt-5.5@azure-swedencentral:
 *     upstream: gpt-55
 *     data: { residency: eu, retentionDays: 0, training: false, maxSensitivity: restricted }
 * ```
 *
 * Right:
 * ```yaml
 * deployments:
 *   gpt-5.5@azure-swedencentral:
 *     upstream: gpt-55
 *     price: { input: 5, output: 30 }
 *     data: { residency: eu, retentionDays: 0, training: false, maxSensitivity: restricted }
 * ```
 */
export const priceMissing: WorkspaceRule = {
  code: "price.missing",
  severity: "warning",
  *check(view) {
    const routed = new Set([...view.routes.values()].flatMap(({ workload }) => workload.candidates));
    for (const { id, phases } of routed) {
      const place = phases[0]?.price ? undefined : view.place("deployment", id);
      if (!place) continue;
      const refused = view.policy.unpriced === "refuse";
      yield {
        place,
        message: `${id} has no price${refused ? ", and the policy refuses unpriced deployments: it gets no requests" : ": under a budget that blocks it gets no requests"}. Add "price".`,
        severity: refused ? "warning" : "hint",
        data: { missing: "price" },
      };
    }
  },
};

/**
 * A price that differs from the public list price. Below it may be a discount that you negotiated; above it is mostly an
 * old price or a slip.
 *
 * The list prices are those of the collection @pydantic/genai-prices, built in with the day on which they were read; no
 * network is asked. Nothing is said of models that it does not know, nor of prices that were checked after that day.
 * Information above the list price, a hint below.
 *
 * Wrong:
 * ```yaml
 * deployments:
 *   gpt-5.5@openai:
 *     upstream: gpt-5.5
 *     price: { input: 50, output: 30, source: price list, checked: 2026-11-01 }
 *     data: { residency: us, maxSensitivity: internal }
 * ```
 *
 * Right:
 * ```yaml
 * deployments:
 *   gpt-5.5@openai:
 *     upstream: gpt-5.5
 *     price: { input: 5, output: 30, source: price list, checked: 2026-11-01 }
 *     data: { residency: us, maxSensitivity: internal }
 * ```
 */
export const priceDiffers: WorkspaceRule = {
  code: "price.differs",
  severity: "information",
  *check(view) {
    for (const [id, price, { upstream }] of priced(view)) {
      const deployment = view.policy.deploymentById.get(id);
      if (!deployment || (price.checked !== undefined && price.checked > PRICE_FACTS.read)) continue;
      const known = listPrice(deployment.adapter, upstream, deployment.model);
      for (const key of ["input", "output", "cachedInput", "cacheWrite"] as const) {
        const [ours, theirs] = [price[key], known?.[key]];
        if (ours === undefined || theirs === undefined || Math.abs(ours - theirs) <= 0.005 * theirs) continue;
        const place = view.place("deployment", id, "price", key);
        if (!place) continue;
        yield {
          place,
          message: `The list price is ${theirs} USD per million tokens (${PRICE_FACTS.source}, read on ${PRICE_FACTS.read}); this is ${ours}.${ours < theirs ? " If it is negotiated, name the contract under source and the day under checked." : " Correct it, or enter the day on which you checked it."}`,
          severity: ours < theirs ? "hint" : "information",
          data: { replacements: [String(theirs)] },
        };
      }
    }
  },
};

/**
 * A price that is likely in another unit than USD per million tokens: per thousand or per single token, or for a
 * thousand million.
 *
 * Models are sold between some hundredths of a dollar and a few hundred dollars for a million tokens.
 *
 * Wrong:
 * ```yaml
 * deployments:
 *   gpt-5.5@openai:
 *     upstream: gpt-5.5
 *     price: { input: 0.000005, output: 0.00003 }
 *     data: { residency: us, maxSensitivity: internal }
 * ```
 *
 * Right:
 * ```yaml
 * deployments:
 *   gpt-5.5@openai:
 *     upstream: gpt-5.5
 *     price: { input: 5, output: 30 }
 *     data: { residency: us, maxSensitivity: internal }
 * ```
 */
export const priceUnit: WorkspaceRule = {
  code: "price.implausible-unit",
  severity: "warning",
  *check(view) {
    for (const [id, price] of priced(view)) {
      for (const key of ["input", "output"] as const) {
        const value = price[key];
        const isSmall = value > 0 && value < 0.002;
        if (!isSmall && value <= 2_000) continue;
        const place = view.place("deployment", id, "price", key);
        if (!place) continue;
        const factor = value < 0.00005 ? 1_000_000 : 1_000;
        const likely = isSmall ? Number((value * factor).toPrecision(6)) : undefined;
        yield {
          place,
          message: `${value} USD for a million tokens is hardly meant.${likely === undefined ? "" : ` Is it the price of ${factor === 1_000 ? "a thousand tokens" : "one token"}? Then write ${likely}.`} Prices are USD per million tokens.`,
          data: { ...(likely !== undefined && { replacements: [String(likely)] }) },
        };
      }
    }
  },
};

/**
 * Cached input that costs more than fresh input. Caching is sold as a discount; the two are likely swapped.
 *
 * Wrong:
 * ```yaml
 * deployments:
 *   gpt-5.5@openai:
 *     upstream: gpt-5.5
 *     price: { input: 0.5, output: 30, cachedInput: 5 }
 *     data: { residency: us, maxSensitivity: internal }
 * ```
 *
 * Right:
 * ```yaml
 * deployments:
 *   gpt-5.5@openai:
 *     upstream: gpt-5.5
 *     price: { input: 5, output: 30, cachedInput: 0.5 }
 *     data: { residency: us, maxSensitivity: internal }
 * ```
 */
export const priceCached: WorkspaceRule = {
  code: "price.cached-above-input",
  severity: "warning",
  *check(view) {
    for (const [id, { input, cachedInput }] of priced(view)) {
      const place =
        cachedInput !== undefined && cachedInput > input
          ? view.place("deployment", id, "price", "cachedInput")
          : undefined;
      if (!place) continue;
      yield {
        place,
        message: `Cached input costs ${cachedInput} and fresh input ${input} USD per million tokens. Are they swapped?`,
        related: [{ place: view.place("deployment", id, "price", "input"), message: "Fresh input." }],
        data: { swappedWith: "input" },
      };
    }
  },
};

/**
 * Keeping input in the cache for an hour that costs less than for five minutes. The longer is sold as the dearer; the
 * two are likely swapped.
 *
 * Wrong:
 * ```yaml
 * deployments:
 *   gpt-5.5@openai:
 *     upstream: gpt-5.5
 *     price: { input: 5, output: 30, cacheWrite: 10, cacheWriteHour: 6.25 }
 *     data: { residency: us, maxSensitivity: internal }
 * ```
 *
 * Right:
 * ```yaml
 * deployments:
 *   gpt-5.5@openai:
 *     upstream: gpt-5.5
 *     price: { input: 5, output: 30, cacheWrite: 6.25, cacheWriteHour: 10 }
 *     data: { residency: us, maxSensitivity: internal }
 * ```
 */
export const priceCacheHour: WorkspaceRule = {
  code: "price.cache-hour-below-minutes",
  severity: "warning",
  *check(view) {
    for (const [id, { input, cacheWrite = input, cacheWriteHour }] of priced(view)) {
      if (cacheWriteHour === undefined || cacheWriteHour >= cacheWrite) continue;
      const place = view.place("deployment", id, "price", "cacheWriteHour");
      const other = view.place("deployment", id, "price", "cacheWrite");
      if (!place) continue;
      yield {
        place,
        message: `An hour in the cache costs ${cacheWriteHour} and five minutes ${cacheWrite} USD per million tokens. ${other ? "Are they swapped?" : "Is a figure missing?"}`,
        ...(other && { related: [{ place: other, message: "Five minutes." }], data: { swappedWith: "cacheWrite" } }),
      };
    }
  },
};
