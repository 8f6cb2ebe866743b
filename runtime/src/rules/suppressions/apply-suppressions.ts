/** Takes away what a text's own comments silence, and says which of these comments are of no use. */
import type { Diagnostic } from "../../documents/diagnostic.ts";
import type { LineIndex, Span } from "../../documents/line-index.ts";
import { closest, didYouMean } from "../../documents/suggest.ts";
import type { SuppressedCode, Suppression } from "./parse-suppressions.ts";

/** What the rules of one language are. */
export interface KnownRules {
  /** The codes of all rules that may be named. */
  codes: ReadonlySet<string>;
  /** Whether a mistake can not be silenced, since no generation can be made with it. */
  isFixed(code: string): boolean;
}

export interface SuppressionResult<T> {
  kept: T[];
  /** What is wrong with the comments themselves. */
  problems: Diagnostic[];
}

/**
 * Applies the suppressions of one file to what was found in it. `found` must hold what is turned off by settings too,
 * so that its suppressions do not count as unused.
 */
export function applySuppressions<T extends Pick<Diagnostic, "code" | "range">>(
  uri: string,
  lines: LineIndex,
  suppressions: readonly Suppression[],
  found: readonly T[],
  rules: KnownRules,
): SuppressionResult<T> {
  if (suppressions.length === 0) return { kept: [...found], problems: [] };
  const used = new Set<SuppressedCode>();
  const kept = found.filter(({ code, range }) => {
    if (rules.isFixed(code)) return true;
    let silenced = false;
    for (const { line, codes, problem } of suppressions) {
      if (problem || (line !== undefined && line !== range.start.line)) continue;
      for (const named of codes) {
        if (named.code !== code) continue;
        used.add(named);
        silenced = true;
      }
    }
    return !silenced;
  });
  const problems: Diagnostic[] = [];
  const report = (span: Span, code: string, message: string, more: Partial<Diagnostic> = {}) =>
    problems.push({ uri, range: lines.range(span), severity: "hint", code, message, ...more });
  for (const { codes, problem, span } of suppressions) {
    if (problem) report(span, "suppression.unused", PROBLEMS[problem], { tags: ["unnecessary"] });
    else {
      for (const named of codes) {
        if (used.has(named)) continue;
        if (!rules.codes.has(named.code)) {
          const replacements = closest(named.code, rules.codes);
          const message = `There is no rule "${named.code}".${didYouMean(replacements) || " The rules and their codes are in docs/rules."}`;
          report(named.span, "suppression.unknown-code", message, { data: { replacements } });
        } else if (rules.isFixed(named.code)) {
          const message = `${named.code} can not be silenced: documents with it are not put in force. Put the mistake right, and remove this.`;
          report(named.span, "suppression.not-possible", message, { tags: ["unnecessary"] });
        } else {
          const message = `Nothing here is silenced by ${named.code}. Remove it.`;
          report(named.span, "suppression.unused", message, { tags: ["unnecessary"] });
        }
      }
    }
  }
  return { kept, problems };
}

const PROBLEMS: Readonly<Record<NonNullable<Suppression["problem"]>, string>> = {
  "no-code": "This silences nothing: name the codes of the rules, like fairlead-ignore price.stale.",
  "not-leading": "This silences nothing: fairlead-ignore-file must stand before everything but comments.",
  "nothing-below": "This silences nothing: nothing stands below it.",
};
