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
   * An arm of a benchmark, or its judge, that the policy does not allow for the benchmark's workload: the gateway would refuse every request of it. Without this: warning.
   */
  "benchmark.ineligible-arm"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * An open load sends at a rate, so it needs one: requests a second to each arm. Always an error.
   */
  "benchmark.missing-rate"?: "error";
  /**
   * A benchmark without cases asks nothing: they are in `cases` or in the file of its `dataset`. Always an error.
   */
  "benchmark.no-cases"?: "error";
  /**
   * One arm alone can not be compared: a benchmark needs two, deployments in `arms` or workloads in `routed`. Always an error.
   */
  "benchmark.too-few-arms"?: "error";
  /**
   * The baseline is one of the arms: all others are compared with it. Always an error.
   */
  "benchmark.unknown-baseline"?: "error";
  /**
   * A budget that counts no request: no workload pays from its business unit, or no route lists its provider or model. Without this: information.
   */
  "budget.counts-nothing"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A time zone that is a fixed offset from UTC. Without this: information.
   */
  "budget.fixed-timezone"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A budget that another one makes useless: the same scope, window and time zone, and it blocks at as much or more. Without this: warning.
   */
  "budget.shadowed"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * Thresholds rise: see `budget.threshold-over-limit`. Always an error.
   */
  "budget.threshold-order"?: "error";
  /**
   * Thresholds of a budget are parts of its limit, in rising order. Always an error.
   */
  "budget.threshold-over-limit"?: "error";
  /**
   * A budget that blocks before it can pay for a single request: at every deployment that may serve the workload, an ordinary request (2,000 input tokens, the workload's own output limit) reserves more than the whole budget. Without this: warning.
   */
  "budget.too-small"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A budget's window begins and ends by the calendar of its time zone, which is named as in the IANA database. Always an error.
   */
  "budget.unknown-timezone"?: "error";
  /**
   * A threshold that spend never reaches, since the budget blocks at a lower one. Without this: warning.
   */
  "budget.unreachable-threshold"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A vendor's API key stands in the code, where everybody who can read it can spend with it. Without this: error.
   */
  "code.api-key"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A call on a client that goes to the vendor directly, made where the client itself is not in sight. Without this: information.
   */
  "code.direct-call"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * Code makes a client of a vendor's package, so its calls pass routing policy, budgets, metering and fallback by. Without this: warning.
   */
  "code.direct-client"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A class extends a vendor's client, so everything that it is used for calls the vendor directly. Without this: warning.
   */
  "code.direct-subclass"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A call that goes through the gateway. Without this: information.
   */
  "code.gateway-call"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A client that goes through the gateway already. Without this: information.
   */
  "code.gateway-client"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A call on a client that points at this machine. Without this: information.
   */
  "code.local-call"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A client that points at this machine. Without this: information.
   */
  "code.local-client"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A call names a model that the route of its workload does not hold, so that the gateway will not send it there. Without this: information.
   */
  "code.model-not-allowed"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A call on a client that points at another gateway or proxy. Without this: information.
   */
  "code.other-gateway-call"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A client that points at another gateway or proxy. Without this: information.
   */
  "code.other-gateway-client"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A request to a vendor's host is written by hand, without its package. Without this: warning.
   */
  "code.raw-http"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A call names a model that its supplier has retired, or is going to retire, as the catalog says. Without this: warning.
   */
  "code.retired-model"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A call on a client whose address is only known when the program runs. Without this: information.
   */
  "code.unknown-address-call"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A client that points at an address that is only known when the program runs. Without this: information.
   */
  "code.unknown-address-client"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A call through the gateway names a model that no catalog has. Without this: warning.
   */
  "code.unknown-model"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * Code names a workload that no policy of its folder has, so the gateway refuses its calls: mostly a misspelt name, or one that was renamed in the policy only. Without this: warning.
   */
  "code.unknown-workload"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A module hands a vendor's package on to others, so that clients can be made of it elsewhere without naming the vendor. Without this: warning.
   */
  "code.vendor-export"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A contract that carries workloads and does not say whether safety and data handling may be audited. Without this: information.
   */
  "contract.missing-audit-rights"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A contract that carries workloads and promises no notice before prices, policies or models change. Without this: information.
   */
  "contract.missing-change-notice"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A contract that carries workloads and does not say what happens to the data: whether models learn from it, and how long it is kept. Without this: information.
   */
  "contract.missing-data-handling"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A contract that carries workloads and does not define what is metered: an invoice can not be checked against it. Without this: information.
   */
  "contract.missing-metering"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A contract that carries workloads and does not say what can be taken along when it ends: embeddings, vector indexes, in which format. Without this: information.
   */
  "contract.missing-portability"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A contract whose dates do not fit: it renews before it starts, or it has not started and providers already count on its terms. Without this: warning.
   */
  "contract.not-in-force"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * The renewal date of a contract lies in the past: either it has renewed and the catalog does not know until when, or it has ended and what it promises does not hold any more. Without this: warning.
   */
  "contract.renewal-past"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A contract is about to renew. Without this: information.
   */
  "contract.renewing-soon"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A deployment is one model at one provider, and its id says which. Always an error.
   */
  "deployment.bad-id"?: "error";
  /**
   * What a deployment declares of its data contradicts the contract with its provider: it keeps data for a shorter time, or does not train on it, and the contract says otherwise. Without this: warning.
   */
  "deployment.data-contradiction"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A deployment is said to hold or write more than its model can, or to be capable of something that the model is not. Without this: warning.
   */
  "deployment.exceeds-model"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * Declared latency that can not be: a 95th percentile below the median, or so few milliseconds that seconds are meant. Without this: warning.
   */
  "deployment.implausible-latency"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A deployment is said to go on from the beginning of an answer (`assistant-prefill`), and the API that it is called through can not be told to. Without this: information.
   */
  "deployment.prefill-without-effect"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A deployment is said to keep data in one jurisdiction, and its region, or the inference profile in its upstream id, lies in another. Without this: warning.
   */
  "deployment.residency-contradiction"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A deployment that may learn from what it is sent serves a workload whose data is not public. Without this: warning.
   */
  "deployment.trains-on-data"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * An id with characters that ids can not have. Always an error.
   */
  "document.bad-id"?: "error";
  /**
   * A list that holds each item at most once holds one twice. Always an error.
   */
  "document.duplicate-item"?: "error";
  /**
   * A file whose name promises a document is empty. Without this: warning.
   */
  "document.empty"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A key is missing that its map can not do without. Always an error.
   */
  "document.missing-key"?: "error";
  /**
   * A number below the least or above the greatest that can stand here, or a list with too few items. Always an error.
   */
  "document.out-of-range"?: "error";
  /**
   * `apiVersion` is none that this version of Fairlead reads. Always an error.
   */
  "document.unknown-api-version"?: "error";
  /**
   * A key that the document's schema does not know, mostly a misspelt one. Always an error.
   */
  "document.unknown-key"?: "error";
  /**
   * `kind` is none of the kinds of documents. Always an error.
   */
  "document.unknown-kind"?: "error";
  /**
   * A text in another form than the schema has: a date, a percentage, an amount of money, a name, an address. Always an error.
   */
  "document.wrong-format"?: "error";
  /**
   * A value of another type than the schema has: text where a number belongs, a single value where a list belongs. Always an error.
   */
  "document.wrong-type"?: "error";
  /**
   * A word that is none of those that can stand here. Always an error.
   */
  "document.wrong-value"?: "error";
  /**
   * A deadline that leaves no time: the fastest deployment usually needs longer for its first token alone, or two attempts at the slow end (the 95th percentile) do not fit, so that the fallback comes too late. Without this: warning.
   */
  "fallback.deadline-too-short"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A critical or high workload with several deployments that never falls back from one to the next: it has one attempt, or nothing to fall back on. Without this: warning.
   */
  "fallback.never-used"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A workload lets another deployment take up a stream that breaks off (`fallback: { continue: true }`), and none can: no candidate has the capability `assistant-prefill`, or the one that has it is the only one, or one attempt is all there is. Without this: warning.
   */
  "fallback.nobody-continues"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * An entity that nothing refers to: a provider or model without deployments, a deployment that no route, benchmark or notice names, a contract without a provider, a business unit that nobody belongs to. Without this: hint.
   */
  "id.unused"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A default of the policy is set in more than one document, so that the order of files would decide. Always an error.
   */
  "link.duplicate-default"?: "error";
  /**
   * An id is defined more than once, in one file or in several. Always an error.
   */
  "link.duplicate-id"?: "error";
  /**
   * Ids are used, and the workspace has no document of the kind that defines them. Always an error.
   */
  "link.no-documents"?: "error";
  /**
   * An id that nothing in the workspace defines, mostly a misspelt one. Always an error.
   */
  "link.unknown-id"?: "error";
  /**
   * A notice that takes effect before it was announced: one of the dates is wrong. Without this: warning.
   */
  "notice.effective-before-announced"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A notice of kind `price` says what changes only with the new `price`; without it decisions could not use it. Always an error.
   */
  "notice.missing-price"?: "error";
  /**
   * A notice of one provider that affects a deployment of another. Without this: warning.
   */
  "notice.of-another-provider"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * The replacement that a notice names may not serve a workload that uses what it replaces, so the notice's own way out is closed there. Without this: information.
   */
  "notice.replacement-closed"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A provider announces a change later than its contract allows. Without this: warning.
   */
  "notice.too-short"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * Two objectives of one workload contradict each other: a whole answer can not be faster than its first token. Without this: warning.
   */
  "objective.contradiction"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * An objective for the time to first token that no deployment of the route meets, by the latency declared or measured in the catalog (95th percentile). Without this: warning.
   */
  "objective.not-met"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * Keeping input in the cache for an hour that costs less than for five minutes. Without this: warning.
   */
  "price.cache-hour-below-minutes"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * Cached input that costs more than fresh input. Without this: warning.
   */
  "price.cached-above-input"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A price that differs from the public list price. Without this: information.
   */
  "price.differs"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A price that is likely in another unit than USD per million tokens: per thousand or per single token, or for a thousand million. Without this: warning.
   */
  "price.implausible-unit"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A deployment that a route lists has no price. Without this: warning.
   */
  "price.missing"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A price that was checked longer ago than `checks.priceMaxAgeDays` (180 without it). Without this: hint.
   */
  "price.stale"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A price without the place that it was read from, or without the day: nobody can tell whether it still holds. Without this: hint.
   */
  "price.unsourced"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A provider counts on a contract that was made with another one. Without this: information.
   */
  "provider.contract-of-another"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A provider outside of the local network is called without encryption: keys, prompts and answers can be read on the way. Without this: warning.
   */
  "provider.insecure-endpoint"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A provider's region lies in another jurisdiction than it says. Without this: warning.
   */
  "provider.jurisdiction-contradiction"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * An Azure OpenAI resource and a self-hosted server have addresses of their own, so a provider with the adapter `azure-openai` or `openai-compatible` needs an `endpoint`. Always an error.
   */
  "provider.missing-endpoint"?: "error";
  /**
   * Bedrock is signed and addressed by region, so a provider with the adapter `bedrock` needs a `region`. Always an error.
   */
  "provider.missing-region"?: "error";
  /**
   * Timeouts of a provider of which one can never strike: a whole attempt is given less time than one of its parts. Without this: warning.
   */
  "provider.timeouts-contradict"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A provider without a contract carries a critical workload, or data from confidential on: nobody has promised anything about either. Without this: warning.
   */
  "provider.without-contract"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A provider does not say where its credentials are, so that every request to it fails. Without this: warning.
   */
  "provider.without-credentials"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A change of terms that a notice announces closes a deployment to a workload: from its date on, the policy rejects it. Without this: information.
   */
  "route.closing-deployment"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A route lists a deployment that its supplier has marked as deprecated, without a date yet. Without this: hint.
   */
  "route.deprecated-deployment"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A candidate that the policy never allows for its workload: its data is too sensitive for the deployment or must stay elsewhere, the deployment lacks what the workload needs, or a rule forbids it. Without this: warning.
   */
  "route.ineligible-candidate"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * No deployment of a route may serve its workload, so every request of it is refused. Without this: error.
   */
  "route.no-eligible-deployment"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A route lists a deployment in preview: the supplier may change or withdraw it without the notice that contracts promise. Without this: information.
   */
  "route.preview-deployment"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A route lists a deployment that is retired or withdrawn: by its lifecycle, its model's, or a notice that has taken effect. Without this: warning.
   */
  "route.retired-deployment"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A route lists a deployment that will retire: the date is in its lifecycle, its model's, or a notice. Without this: information.
   */
  "route.retiring-deployment"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A route for embeddings with more than one model. Without this: warning.
   */
  "route.several-embedding-models"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A critical or high workload whose deployments all hang on one contract, at different providers: one negotiation, one renewal date, one set of terms. Without this: warning.
   */
  "route.single-contract"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A critical or high workload that only one deployment may serve: when it fails, nothing is left to fall back on. Without this: warning.
   */
  "route.single-deployment"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A critical or high workload whose deployments all stand at one provider: its outage takes all of them at once. Without this: warning.
   */
  "route.single-provider"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A critical or high workload whose deployments all run in one region, at different providers. Without this: warning.
   */
  "route.single-region"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A critical or high workload whose models all come from one supplier, at whatever providers: when the supplier retires, reprices or withdraws a model, every route is concerned. Without this: warning.
   */
  "route.single-supplier"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A candidate that no request can reach: it stands behind a withdrawn deployment in an ordered route whose workload does not fall back on `policy-change`. Without this: warning.
   */
  "route.unreachable-candidate"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * Weights in a route whose strategy is not `weighted`: nobody looks at them. Without this: warning.
   */
  "route.unused-weights"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A weight is for a candidate of the same route. Always an error.
   */
  "route.weight-not-candidate"?: "error";
  /**
   * A weighted route in which all weights are 0: nothing is drawn, and the first candidate gets everything. Without this: warning.
   */
  "route.zero-weights"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A rule that denies something that the catalog does not offer: a provider or a model without deployments. Without this: hint.
   */
  "rule.denies-nothing"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A rule whose condition is never true: no workload has the criticality, the id or a sensitivity as low as it asks for. Without this: warning.
   */
  "rule.never-applies"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A rule that neither requires nor denies anything lets every deployment pass. Always an error.
   */
  "rule.no-effect"?: "error";
  /**
   * A rule that no deployment of the catalog fulfils: where it applies, everything is refused. Without this: warning.
   */
  "rule.rejects-everything"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A rule that another one makes useless: the other applies wherever this one does, and asks for the same or more. Without this: information.
   */
  "rule.shadowed"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A rule names a supplier that makes no model of the catalog. Without this: warning.
   */
  "rule.unknown-supplier"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * Documents are kept in version control and shown in editors and reports, so a key in one is known to all who can read it. Always an error.
   */
  "secret.in-document"?: "error";
  /**
   * A comment `fairlead-ignore` names a mistake that can not be silenced: documents with it are not put in force, whatever is shown of it. Without this: hint.
   */
  "suppression.not-possible"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A comment `fairlead-ignore` names a rule that there is not. Without this: hint.
   */
  "suppression.unknown-code"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A comment `fairlead-ignore` silences nothing: what it was for has been put right, or it stands in the wrong place. Without this: hint.
   */
  "suppression.unused"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * Two workloads claim the same source files, so lint and inventory can not tell whose calls they are. Without this: warning.
   */
  "workload.shared-code"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A workload that does not say how sensitive its data is. Without this: hint.
   */
  "workload.unknown-sensitivity"?: "off" | "hint" | "information" | "warning" | "error";
  /**
   * A key is a list or a map. Always an error.
   */
  "yaml.complex-key"?: "error";
  /**
   * A key stands twice in one map. Always an error.
   */
  "yaml.duplicate-key"?: "error";
  /**
   * The text is no YAML: a bracket or a quote is not closed, a colon lacks its space, the indentation does not fit. Always an error.
   */
  "yaml.syntax"?: "error";
  /**
   * A line is indented with a tab. Always an error.
   */
  "yaml.tab"?: "error";
  /**
   * The document is nested deeper than 100 levels. Always an error.
   */
  "yaml.too-deep"?: "error";
  /**
   * The aliases of a document stand for more values than any catalog has: a mistake, or an attack on its readers. Always an error.
   */
  "yaml.too-many-aliases"?: "error";
  /**
   * An alias (`*name`) stands for an anchor (`&name`) that is not above it, or that it stands in itself. Always an error.
   */
  "yaml.undefined-alias"?: "error";
}
/**
 * How code that calls vendors directly is looked for.
 */
export interface Lint {
  /**
   * Vendors besides those that the lint knows by itself, by id.
   */
  vendors?: {
    [k: string]: Vendor;
  };
  /**
   * What is done about test files: the same as about others, only hints, or nothing. Default: check.
   */
  testFiles?: "check" | "hint" | "ignore";
  /**
   * Files that may call vendors directly, as globs relative to this document's folder.
   *
   * Items: One of them.
   */
  allow?: string[];
  /**
   * File with findings that are known and not reported again, relative to the workspace. Written by `fairlead scan --update-baseline`.
   */
  baseline?: string;
}
/**
 * A vendor that the lint is to know besides those that it knows by itself.
 */
export interface Vendor {
  /**
   * For messages.
   */
  name: string;
  /**
   * Hosts of its API; with a dot first, all below.
   *
   * Items: One of them.
   */
  hosts?: string[];
  /**
   * Modules of its SDK, by their specifiers.
   */
  javascript?: {
    [k: string]: Module;
  };
  /**
   * Modules of its SDK, by their dotted names.
   */
  python?: {
    [k: string]: Module;
  };
  /**
   * Options of its clients that aim them elsewhere.
   *
   * Items: One of them.
   */
  addressOptions?: string[];
  /**
   * Members of a client that send a request, in camel case; `chat.*` is all below.
   *
   * Items: One of them.
   */
  calls?: string[];
  /**
   * Ends of member chains that tell the vendor on something untraced, in projects that depend on its SDK.
   *
   * Items: One of them.
   */
  telling?: string[];
}
/**
 * What a module of the SDK exports, by the names of its exports.
 */
export interface Module {
  /**
   * Classes whose instances are clients.
   *
   * Items: One of them.
   */
  classes?: string[];
  /**
   * Functions that make a client.
   *
   * Items: One of them.
   */
  factories?: string[];
  /**
   * Clients that are there ready-made.
   *
   * Items: One of them.
   */
  instances?: string[];
  /**
   * Functions that send a request themselves.
   *
   * Items: One of them.
   */
  calls?: string[];
}
