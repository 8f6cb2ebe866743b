import { type DocumentRule, entriesAt, mapOf } from "./rule.ts";

/**
 * A rule that neither requires nor denies anything lets every deployment pass. Give it a `require` or a `deny`
 * with at least one part, or remove it, so that nobody takes it for a protection.
 */
export const ruleNoEffect: DocumentRule = {
  code: "rule.no-effect",
  severity: "error",
  kinds: ["RoutingPolicy"],
  *check(root) {
    for (const entry of entriesAt(root, "rules")) {
      const rule = mapOf(entry);
      if (!rule) continue;
      if (entriesAt(rule, "require").length > 0 || entriesAt(rule, "deny").length > 0) continue;
      yield {
        span: entry.keySpan,
        message: `The rule "${entry.key}" has no effect: it neither requires nor denies anything. Add "require" or "deny".`,
      };
    }
  },
};
