/** The pages of all rules as data, for whoever prints them. Apart from the rules, so that an editor need not hold them. */
import type { Severity } from "../documents/diagnostic.ts";
import help from "./generated/rule-help.json" with { type: "json" };

export interface RuleHelp {
  severity: Severity;
  /** Whether documents with the mistake can not be put in force. */
  fixed: boolean;
  /** One sentence. */
  summary: string;
  /** The whole page, Markdown. */
  body: string;
}

/** By code. */
export const ruleHelp: Readonly<Record<string, RuleHelp>> = help as Readonly<Record<string, RuleHelp>>;
