import type { DocumentNode } from "../document-node.ts";
import { type DocumentRule, entriesAt, type Finding, nodeAt, textAt } from "./rule.ts";

/**
 * Thresholds of a budget are parts of its limit, in rising order. One above 100% would let the budget be passed
 * before it acts; two at the same place, or one below its predecessor, hide what is meant.
 */
export const budgetThresholdOverLimit: DocumentRule = {
  code: "budget.threshold-over-limit",
  severity: "error",
  kinds: ["RoutingPolicy"],
  *check(root) {
    for (const { at, span } of thresholds(root)) {
      if (at <= 100) continue;
      yield {
        span,
        message: `A threshold lies at most at 100% of the limit; this is ${at}%. Raise the limit instead.`,
      };
    }
  },
};

/** Thresholds rise: see `budget.threshold-over-limit`. */
export const budgetThresholdOrder: DocumentRule = {
  code: "budget.threshold-order",
  severity: "error",
  kinds: ["RoutingPolicy"],
  *check(root): Iterable<Finding> {
    let before: { budget: string; at: number; action: string | undefined } | undefined;
    for (const { budget, at, action, span } of thresholds(root)) {
      if (before?.budget === budget && at < before.at)
        yield { span, message: `Thresholds rise: ${at}% must stand before ${before.at}%.` };
      else if (before?.budget === budget && at === before.at && action === before.action)
        yield { span, message: `The threshold "${action} at ${at}%" stands twice. Remove one of them.` };
      before = { budget, at, action };
    }
  },
};

function* thresholds(root: DocumentNode) {
  for (const budget of entriesAt(root, "budgets")) {
    const list = nodeAt(budget.value, "thresholds");
    if (list?.type !== "sequence") continue;
    for (const item of list.items) {
      const text = textAt(item, "at");
      const match = text && /^(\d{1,3}(?:\.\d{1,4})?)%$/.exec(text.value);
      if (!match) continue;
      yield { budget: budget.key, at: Number(match[1]), action: textAt(item, "do")?.value, span: text.span };
    }
  }
}
