/** Budgets of any scope, thresholds and spend: who may pay, what is warned of, and in which order, to the micro-USD. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatUsd, type MicroUsd, microUsd, parseMoney } from "../documents/money.ts";
import type { Budget } from "../documents/vocabulary.ts";
import { compiled, decideAbout, order } from "./testing.ts";

const ROUTE = ["large@alpha", "large@beta", "small@gamma"] as const;
const ACTIONS = ["warn", "prefer-cheapest", "block"] as const;

const scope = fc.record(
  {
    businessUnit: fc.constantFrom("sales", "support"),
    provider: fc.constantFrom("alpha", "beta", "gamma"),
    workload: fc.constantFrom("chat", "other"),
    model: fc.constantFrom("large", "small"),
  },
  { requiredKeys: [] },
);
/** Percentages with up to four decimals, as text and as millionths. */
const percent = fc.integer({ min: 0, max: 1_000_000 }).map((units) => ({
  units: BigInt(units),
  text: `${Math.floor(units / 10_000)}.${String(units % 10_000).padStart(4, "0")}%`,
}));
const budget = fc.record({
  scope,
  limit: fc.oneof(fc.constantFrom(0, 1, 999_999, 1_000_000), fc.nat({ max: 5_000_000 })),
  thresholds: fc.uniqueArray(fc.record({ at: percent, action: fc.constantFrom(...ACTIONS) }), {
    minLength: 1,
    maxLength: 3,
    selector: ({ at }) => at.text,
  }),
  /** How far from the lowest amount that blocks, less what the cheapest request can cost, its spend lies. */
  offset: fc.constantFrom(-2, -1, 0, 1, 2, 100_000),
  about: fc.constantFrom(...ROUTE),
});

test("a deployment is out exactly where a budget that counts it would be passed; thresholds hold from their amount on", () => {
  fc.assert(
    fc.property(
      fc.array(budget, { minLength: 1, maxLength: 4 }),
      fc.constantFrom("sales", "support"),
      (budgets, businessUnit) => {
        const policy = compiled((world) => {
          for (const [index, one] of budgets.entries()) {
            const thresholds = one.thresholds.map(({ at, action }) => ({ at: at.text, do: action }));
            const written: Budget = {
              scope: one.scope,
              limit: `${formatUsd(microUsd(one.limit))} USD`,
              window: "day",
              thresholds,
            };
            expect(parseMoney(written.limit)).toBe(one.limit);
            world.policy.budgets[`b${index}`] = written;
          }
        });
        // Worked out here once more, in whole numbers.
        const amounts = budgets.map(({ limit, thresholds }) =>
          thresholds
            .map(({ at, action }) => ({ amount: Number((BigInt(limit) * at.units) / 1_000_000n), action }))
            .toSorted((a, b) => a.amount - b.amount),
        );
        const free = decideAbout(policy, { businessUnit });
        const reservations = new Map<string, MicroUsd>(
          [...free.candidates, ...free.rejected].map(({ deployment, reservation }) => [
            deployment.id,
            reservation ?? microUsd(0),
          ]),
        );
        const blockAt = amounts.map((all) => all.find(({ action }) => action === "block")?.amount);
        const spent = budgets.map(({ offset, about, limit }, index) =>
          microUsd(Math.max(0, (blockAt[index] ?? limit) - (reservations.get(about) ?? 0) + offset)),
        );
        const counts = (index: number, id: string): boolean => {
          const { businessUnit: unit, provider, workload, model } = budgets[index]?.scope ?? {};
          const [itsModel, itsProvider] = id.split("@");
          return (
            (unit ?? businessUnit) === businessUnit &&
            (workload ?? "chat") === "chat" &&
            (provider ?? itsProvider) === itsProvider &&
            (model ?? itsModel) === itsModel
          );
        };
        const decision = decideAbout(policy, { businessUnit }, { spent });
        const open = ROUTE.filter((id) =>
          budgets.every((_, index) => {
            const most = counts(index, id) ? blockAt[index] : undefined;
            return most === undefined || (spent[index] ?? 0) + (reservations.get(id) ?? 0) <= most;
          }),
        );
        expect(new Set(order(decision))).toEqual(new Set(open));
        const counting = budgets.map((_, index) => ROUTE.some((id) => counts(index, id)));
        const passed = amounts.map((all, index) =>
          counting[index] ? all.filter(({ amount }) => (spent[index] ?? 0) >= amount) : [],
        );
        const warned = decision.warnings.map((warning) => [warning.budget, warning.action]);
        expect(warned.toSorted()).toEqual(
          passed.flatMap((all, index) => (all.length > 0 ? [[`b${index}`, all.at(-1)?.action]] : [])).toSorted(),
        );
        const presses = passed.some((all) => all.some(({ action }) => action === "prefer-cheapest"));
        const byCost = [...open].sort((a, b) => ROUTE.indexOf(b) - ROUTE.indexOf(a));
        // Of this route each costs less than the one before it.
        expect(order(decision)).toEqual(presses ? byCost : open);
      },
    ),
    { seed: 7, numRuns: 1500 },
  );
});
