import { compileBudget } from "../../policy/compile-budget.ts";
import { canonicalJson } from "../../policy/generation.ts";
import type { WorkspaceRule } from "../rule.ts";

/**
 * A threshold that spend never reaches, since the budget blocks at a lower one.
 *
 * What is reserved and spent never passes the amount at which a budget blocks.
 *
 * Wrong:
 * ```yaml
 * budgets:
 *   support-month:
 *     scope: { businessUnit: support }
 *     limit: 500 USD
 *     window: month
 *     thresholds: [{ at: "80%", do: block }, { at: "90%", do: warn }]
 * ```
 *
 * Right:
 * ```yaml
 * budgets:
 *   support-month:
 *     scope: { businessUnit: support }
 *     limit: 500 USD
 *     window: month
 *     thresholds: [{ at: "80%", do: warn }, { at: "90%", do: block }]
 * ```
 */
export const unreachableThreshold: WorkspaceRule = {
  code: "budget.unreachable-threshold",
  severity: "warning",
  tags: ["unnecessary"],
  *check(view) {
    for (const [id, { thresholds }] of Object.entries(view.documents.policy.budgets)) {
      let block: { at: string; index: number } | undefined;
      for (const [index, threshold] of (thresholds ?? []).entries()) {
        const place = block && view.place("budget", id, "thresholds", index, "at");
        if (block && place && Number.parseFloat(threshold.at) > Number.parseFloat(block.at))
          yield {
            place,
            message: `Spend never reaches ${threshold.at}: the budget blocks at ${block.at}. Remove this threshold, or block later.`,
            related: [{ place: view.place("budget", id, "thresholds", block.index, "at"), message: "Here it blocks." }],
            data: { pointer: place.pointer.replace(/\/at$/, ""), removable: true },
          };
        if (threshold.do === "block") block ??= { at: threshold.at, index };
      }
    }
  },
};

/**
 * A budget that another one makes useless: the same scope, window and time zone, and it blocks at as much or more.
 *
 * Wrong:
 * ```yaml
 * budgets:
 *   support-month: { scope: { businessUnit: support }, limit: 500 USD, window: month }
 *   support-large: { scope: { businessUnit: support }, limit: 900 USD, window: month }
 * ```
 *
 * Right:
 * ```yaml
 * budgets:
 *   support-month: { scope: { businessUnit: support }, limit: 500 USD, window: month }
 *   support-year: { scope: { businessUnit: support }, limit: 4000 USD, window: year }
 * ```
 */
export const shadowedBudget: WorkspaceRule = {
  code: "budget.shadowed",
  severity: "warning",
  tags: ["unnecessary"],
  *check(view) {
    const tightest = new Map<string, { id: string; blockAt: number }>();
    const all = Object.entries(view.documents.policy.budgets).map(([id, document], index) => {
      const { scope, window, timezone, blockAt, thresholds } = compileBudget(index, id, document);
      const key = `${canonicalJson(scope)} ${window} ${timezone}`;
      const known = tightest.get(key);
      if (blockAt !== undefined && (!known || blockAt < known.blockAt)) tightest.set(key, { id, blockAt });
      return { id, key, first: thresholds[0]?.amount, blockAt };
    });
    for (const { id, key, first, blockAt } of all) {
      const other = tightest.get(key);
      if (!other || other.id === id || first === undefined) continue;
      const isTwin = first === other.blockAt && blockAt === first;
      if (first <= other.blockAt && !isTwin) continue;
      const place = view.place("budget", id);
      if (!place) continue;
      yield {
        place,
        message: `The budget "${id}" never acts: "${other.id}" has the same scope and window and blocks ${isTwin ? "at the same amount" : "first"}. Remove one of them.`,
        related: [
          { place: view.place("budget", other.id), message: `"${other.id}" blocks ${isTwin ? "too" : "first"}.` },
        ],
        data: { removable: true },
      };
    }
  },
};

/** Zones without a calendar of their own: a fixed offset, so an hour off for half of the year. */
const FIXED = /^(?:Etc\/GMT[+-]\d+|EST|MST|HST)$/;

/**
 * A time zone that is a fixed offset from UTC. It has no summer time, so windows begin an hour off for half of the
 * year; and in `Etc/GMT+1` the sign means west, not east. Name a place: `Europe/Stockholm`.
 *
 * Wrong:
 * ```yaml
 * budgets:
 *   support-day: { scope: { businessUnit: support }, limit: 25 USD, window: day, timezone: Etc/GMT+1 }
 * ```
 *
 * Right:
 * ```yaml
 * budgets:
 *   support-day: { scope: { businessUnit: support }, limit: 25 USD, window: day, timezone: Europe/Stockholm }
 * ```
 */
export const fixedTimezone: WorkspaceRule = {
  code: "budget.fixed-timezone",
  severity: "information",
  *check(view) {
    for (const [id, { timezone }] of Object.entries(view.documents.policy.budgets)) {
      const place = timezone !== undefined && FIXED.test(timezone) ? view.place("budget", id, "timezone") : undefined;
      if (!place) continue;
      const sign = timezone?.startsWith("Etc/GMT+") ? " Its sign means west of Greenwich." : "";
      yield {
        place,
        message: `${timezone} is a fixed offset without summer time.${sign} Name a place, like Europe/Stockholm, or UTC.`,
      };
    }
  },
};
