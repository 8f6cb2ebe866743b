/** What is said before any rule runs: about YAML, the schema, links and comments. The comments are their pages. */
import type { RuleInfo } from "../rule-info.ts";
import * as documentMistakes from "./document.ts";
import * as linkMistakes from "./link.ts";
import * as suppressions from "./suppression.ts";
import * as yamlMistakes from "./yaml.ts";

export const basicRules: readonly RuleInfo[] = [yamlMistakes, documentMistakes, linkMistakes, suppressions].flatMap(
  (mistakes): RuleInfo[] => Object.values(mistakes),
);
