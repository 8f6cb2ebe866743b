import type { Deny, Require, Rule } from "../../documents/vocabulary.ts";
import type { WorkspaceRule } from "../rule.ts";
import { isWider } from "./applies.ts";

/** Whether everything that `inner` asks for, `outer` asks for as well, or more. */
function isStricter(outer: Rule, inner: Rule): boolean {
  return covers(outer.require, inner.require, "require") && covers(outer.deny, inner.deny, "deny");
}

type Part = Require | Deny | undefined;

/** These lists are all required at once; the others list what will do. */
const ALL_OF: ReadonlySet<string> = new Set(["auditRights", "portability"]);

function covers(outer: Part, inner: Part, part: "require" | "deny"): boolean {
  return Object.entries(inner ?? {}).every(([key, asked]) => {
    const given = (outer as Readonly<Record<string, unknown>> | undefined)?.[key];
    if (given === undefined) return false;
    if (Array.isArray(asked) && Array.isArray(given)) {
      const isMore = part === "deny" || ALL_OF.has(key);
      return isMore ? asked.every((one) => given.includes(one)) : given.every((one) => asked.includes(one));
    }
    if (key === "retentionDaysAtMost") return Number(given) <= Number(asked);
    return given === asked;
  });
}

/**
 * A rule that another one makes useless: the other applies wherever this one does, and asks for the same or more.
 *
 * Wrong:
 * ```yaml
 * rules:
 *   nothing-at-openai: { deny: { providers: [openai] } }
 *   nothing-critical-at-openai: { when: { criticality: critical }, deny: { providers: [openai] } }
 * ```
 *
 * Right:
 * ```yaml
 * rules:
 *   nothing-critical-at-openai: { when: { criticality: critical }, deny: { providers: [openai] } }
 * ```
 */
export const ruleShadowed: WorkspaceRule = {
  code: "rule.shadowed",
  severity: "information",
  tags: ["unnecessary"],
  *check(view) {
    const rules = Object.entries(view.documents.policy.rules);
    if (rules.length > MOST_RULES) return;
    for (const [index, [id, rule]] of rules.entries()) {
      const wider = rules.find(([, other], place) => {
        if (other === rule || !isWider(other.when, rule.when) || !isStricter(other, rule)) return false;
        const isSame = isWider(rule.when, other.when) && isStricter(rule, other);
        return !isSame || place < index;
      });
      const place = wider && view.place("rule", id);
      if (!place) continue;
      yield {
        place,
        message: `The rule "${id}" adds nothing: "${wider[0]}" applies wherever it does and asks for as much. Remove it.`,
        related: [{ place: view.place("rule", wider[0]), message: `"${wider[0]}" covers it.` }],
        data: { removable: true },
      };
    }
  },
};

/** Every rule is compared with every other, so beyond this it would be felt while typing. */
const MOST_RULES = 300;
