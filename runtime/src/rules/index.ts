/** What documents mean together: rules, their severities, and what comments silence. */
export * from "./check-workspace.ts";
export { listPrice, PRICE_FACTS } from "./prices/known-prices.ts";
export type { Place, WorkspaceFinding, WorkspaceRule } from "./rule.ts";
export type { RuleInfo } from "./rule-info.ts";
export { RuleMemory } from "./rule-memory.ts";
export { allRules, knownCodes, workspaceRules } from "./rules.ts";
export {
  applySuppressions,
  type KnownRules,
  type SuppressionResult,
} from "./suppressions/apply-suppressions.ts";
export {
  type CommentToken,
  parseSuppressions,
  SUPPRESSION_WORD,
  type SuppressedCode,
  type Suppression,
} from "./suppressions/parse-suppressions.ts";
