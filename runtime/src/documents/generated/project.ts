// Generated from schemas/project.schema.json by `npm run generate`. Edit the schema instead.

/**
 * How Fairlead looks at a folder: how loudly each rule speaks, the limits that rules go by, and what is left out. Named fairlead.yaml; it holds for the folder that it lies in and those below, and one further in has the last word.
 */
export interface ProjectDocument {
  /**
   * Version of the document format.
   */
  apiVersion: "fairlead/v1";
  /**
   * Which document this is.
   */
  kind: "Project";
  metadata?: Metadata;
  checks?: Checks;
  /**
   * Globs of documents and code that nobody looks at, relative to this file's folder. A folder's name takes all that is in it.
   *
   * Items: `*` within a name, `**` over folders, `?` for a character, `{a,b}` for either.
   */
  exclude?: string[];
  lint?: Lint;
}
/**
 * Who looks after this document. Not used in decisions.
 */
export interface Metadata {
  /**
   * A name for people.
   */
  name?: string;
  /**
   * The team that answers for this document.
   */
  owner?: string;
  /**
   * What the document covers.
   */
  description?: string;
}
/**
 * What `fairlead check` and the editor say about the documents, and how loudly.
 */
export interface Checks {
  severity?: SeverityByRule;
  /**
   * How long a price counts as known after the day on which it was checked.
   */
  priceMaxAgeDays?: number;
  /**
   * How long before the last day to decide on a contract's renewal it is spoken of.
   */
  renewalNoticeDays?: number;
  /**
   * How long before a model or deployment retires the routes that use it are spoken of.
   */
  retirementNoticeDays?: number;
}
/**
 * How loudly each rule speaks, by its code. What is not listed speaks as its page says. Errors without which no generation can be made stay errors.
 */
export interface SeverityByRule {
  /**
   * How loudly `budget.threshold-order` is said.
   */
  "budget.threshold-order"?: "error";
  /**
   * How loudly `budget.threshold-over-limit` is said.
   */
  "budget.threshold-over-limit"?: "error";
  /**
   * How loudly `budget.unknown-timezone` is said.
   */
  "budget.unknown-timezone"?: "error";
  /**
   * How loudly `deployment.bad-id` is said.
   */
  "deployment.bad-id"?: "error";
  /**
   * How loudly `document.bad-id` is said.
   */
  "document.bad-id"?: "error";
  /**
   * How loudly `document.duplicate-item` is said.
   */
  "document.duplicate-item"?: "error";
  /**
   * How loudly `document.empty` is said.
   */
  "document.empty"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * How loudly `document.missing-key` is said.
   */
  "document.missing-key"?: "error";
  /**
   * How loudly `document.out-of-range` is said.
   */
  "document.out-of-range"?: "error";
  /**
   * How loudly `document.unknown-api-version` is said.
   */
  "document.unknown-api-version"?: "error";
  /**
   * How loudly `document.unknown-key` is said.
   */
  "document.unknown-key"?: "error";
  /**
   * How loudly `document.unknown-kind` is said.
   */
  "document.unknown-kind"?: "error";
  /**
   * How loudly `document.wrong-format` is said.
   */
  "document.wrong-format"?: "error";
  /**
   * How loudly `document.wrong-type` is said.
   */
  "document.wrong-type"?: "error";
  /**
   * How loudly `document.wrong-value` is said.
   */
  "document.wrong-value"?: "error";
  /**
   * How loudly `link.duplicate-default` is said.
   */
  "link.duplicate-default"?: "error";
  /**
   * How loudly `link.duplicate-id` is said.
   */
  "link.duplicate-id"?: "error";
  /**
   * How loudly `link.no-documents` is said.
   */
  "link.no-documents"?: "error";
  /**
   * How loudly `link.unknown-id` is said.
   */
  "link.unknown-id"?: "error";
  /**
   * How loudly `notice.missing-price` is said.
   */
  "notice.missing-price"?: "error";
  /**
   * How loudly `provider.missing-endpoint` is said.
   */
  "provider.missing-endpoint"?: "error";
  /**
   * How loudly `provider.missing-region` is said.
   */
  "provider.missing-region"?: "error";
  /**
   * How loudly `route.weight-not-candidate` is said.
   */
  "route.weight-not-candidate"?: "error";
  /**
   * How loudly `rule.no-effect` is said.
   */
  "rule.no-effect"?: "error";
  /**
   * How loudly `secret.in-document` is said.
   */
  "secret.in-document"?: "error";
  /**
   * How loudly `yaml.complex-key` is said.
   */
  "yaml.complex-key"?: "error";
  /**
   * How loudly `yaml.duplicate-key` is said.
   */
  "yaml.duplicate-key"?: "error";
  /**
   * How loudly `yaml.syntax` is said.
   */
  "yaml.syntax"?: "error";
  /**
   * How loudly `yaml.tab` is said.
   */
  "yaml.tab"?: "error";
  /**
   * How loudly `yaml.too-deep` is said.
   */
  "yaml.too-deep"?: "error";
  /**
   * How loudly `yaml.too-many-aliases` is said.
   */
  "yaml.too-many-aliases"?: "error";
  /**
   * How loudly `yaml.undefined-alias` is said.
   */
  "yaml.undefined-alias"?: "error";
}
/**
 * How code that calls vendors directly is looked for.
 */
export interface Lint {}
