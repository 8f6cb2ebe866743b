import type { RuleInfo } from "../rule-info.ts";

/** The text is no YAML: a bracket or a quote is not closed, a colon lacks its space, the indentation does not fit. */
export const yamlSyntax: RuleInfo = { code: "yaml.syntax", severity: "error" };

/** A line is indented with a tab. YAML allows spaces only; two for each level are usual. */
export const yamlTab: RuleInfo = { code: "yaml.tab", severity: "error" };

/** A key stands twice in one map. Which of the two would count differs from one YAML reader to the next. */
export const yamlDuplicateKey: RuleInfo = { code: "yaml.duplicate-key", severity: "error" };

/** A key is a list or a map. Keys of documents are plain text. */
export const yamlComplexKey: RuleInfo = { code: "yaml.complex-key", severity: "error" };

/** An alias (`*name`) stands for an anchor (`&name`) that is not above it, or that it stands in itself. */
export const yamlUndefinedAlias: RuleInfo = { code: "yaml.undefined-alias", severity: "error" };

/** The aliases of a document stand for more values than any catalog has: a mistake, or an attack on its readers. */
export const yamlTooManyAliases: RuleInfo = { code: "yaml.too-many-aliases", severity: "error" };

/** The document is nested deeper than 100 levels. */
export const yamlTooDeep: RuleInfo = { code: "yaml.too-deep", severity: "error" };
