import type { RuleInfo } from "../rule-info.ts";

/** A file whose name promises a document is empty. Begin with `apiVersion` and `kind`. */
export const documentEmpty: RuleInfo = { code: "document.empty", severity: "warning" };

/** `kind` is none of the kinds of documents: Catalog, RoutingPolicy, BenchmarkSuite, Project. */
export const documentUnknownKind: RuleInfo = { code: "document.unknown-kind", severity: "error" };

/** `apiVersion` is none that this version of Fairlead reads. There is one: `fairlead/v1`. */
export const documentUnknownApiVersion: RuleInfo = { code: "document.unknown-api-version", severity: "error" };

/** A key that the document's schema does not know, mostly a misspelt one. What is not known is refused, never ignored. */
export const documentUnknownKey: RuleInfo = { code: "document.unknown-key", severity: "error" };

/** A key is missing that its map can not do without. */
export const documentMissingKey: RuleInfo = { code: "document.missing-key", severity: "error" };

/** A value of another type than the schema has: text where a number belongs, a single value where a list belongs. */
export const documentWrongType: RuleInfo = { code: "document.wrong-type", severity: "error" };

/** A word that is none of those that can stand here. */
export const documentWrongValue: RuleInfo = { code: "document.wrong-value", severity: "error" };

/** A text in another form than the schema has: a date, a percentage, an amount of money, a name, an address. */
export const documentWrongFormat: RuleInfo = { code: "document.wrong-format", severity: "error" };

/** A number below the least or above the greatest that can stand here, or a list with too few items. */
export const documentOutOfRange: RuleInfo = { code: "document.out-of-range", severity: "error" };

/** An id with characters that ids can not have. They are letters, digits, dots, hyphens and underscores. */
export const documentBadId: RuleInfo = { code: "document.bad-id", severity: "error" };

/** A list that holds each item at most once holds one twice. */
export const documentDuplicateItem: RuleInfo = { code: "document.duplicate-item", severity: "error" };
