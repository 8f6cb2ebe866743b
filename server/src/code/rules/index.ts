/** All rules about code. */
import * as calls from "./calls.ts";
import * as clients from "./clients.ts";
import type { CodeRule } from "./code-rule.ts";
import * as models from "./models.ts";

export type { CodeRule } from "./code-rule.ts";

const RULES: readonly CodeRule[] = [...Object.values(clients), ...Object.values(calls), ...Object.values(models)];

const BY_CODE: ReadonlyMap<string, CodeRule> = new Map(RULES.map((rule) => [rule.code, rule]));

/** The codes of all rules about code. */
export const CODE_RULE_CODES: ReadonlySet<string> = new Set(BY_CODE.keys());

/** How loudly a rule speaks without settings, of something that is certain. */
export function severityOfRule(code: string): CodeRule["severity"] {
  return BY_CODE.get(code)?.severity ?? "information";
}
