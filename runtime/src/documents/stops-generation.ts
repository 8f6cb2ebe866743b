/** Which mistakes keep documents from being put in force. */
import type { Diagnostic } from "./diagnostic.ts";
import { documentRules } from "./rules/index.ts";

const FAMILIES: readonly string[] = ["yaml", "document", "link"];
const MILD: ReadonlySet<string> = new Set(["document.empty"]);
const RULES: ReadonlySet<string> = new Set(
  documentRules.filter(({ severity }) => severity === "error").map(({ code }) => code),
);

/**
 * Whether no generation can be made of documents with this mistake. Such mistakes are always errors; all others may
 * be errors by a project's own settings, and decisions can be made none the less.
 */
export function stopsGeneration({ code }: Pick<Diagnostic, "code">): boolean {
  if (RULES.has(code)) return true;
  return FAMILIES.includes(code.slice(0, code.indexOf("."))) && !MILD.has(code);
}
