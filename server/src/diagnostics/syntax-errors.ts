/** What is wrong with a text as YAML, which another extension may say already. */
import type { Diagnostic } from "vscode-languageserver";

/** What any reader of YAML finds; the other `yaml.` codes are limits of our own. */
const SYNTAX_ERRORS: ReadonlySet<unknown> = new Set([
  "yaml.syntax",
  "yaml.tab",
  "yaml.duplicate-key",
  "yaml.undefined-alias",
]);

const known = new WeakMap<Diagnostic[], Diagnostic[]>();

/** The diagnostics without those of YAML itself; for the same diagnostics the same object. */
export function withoutSyntaxErrors(all: Diagnostic[]): Diagnostic[] {
  if (!all.some(({ code }) => SYNTAX_ERRORS.has(code))) return all;
  const left = known.get(all) ?? all.filter(({ code }) => !SYNTAX_ERRORS.has(code));
  known.set(all, left);
  return left;
}
