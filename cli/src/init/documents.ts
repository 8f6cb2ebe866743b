/** Writes the documents that a survey comes to. What nobody can know from code is left out and marked by a comment. */
import type { Price, Sensitivity } from "@fairlead/runtime/documents";
import { listPrice, PRICE_FACTS } from "@fairlead/runtime/rules";
import type { KnownProvider } from "./known-providers.ts";
import type { Survey, SurveyDeployment, SurveyWorkload } from "./survey.ts";

export interface InitOptions {
  /** The project's, for metadata and files. */
  name: string;
  /** What all data counts as, and providers may have; undefined leaves both to be decided. */
  sensitivity: Sensitivity | undefined;
}

/** The catalog: providers, models and deployments that the code names. */
export function catalogText({ workloads }: Survey, { name, sensitivity }: InitOptions): string {
  const deployments = byId(workloads.flatMap((workload) => workload.deployments));
  const providers = byId(deployments.map(({ provider }) => provider));
  const models = byId(deployments.map(({ model }) => model));
  return lines(
    "# What the code calls, as found by `fairlead init`. Windows and limits are cautious: see the providers' model pages.",
    "apiVersion: fairlead/v1",
    "kind: Catalog",
    "metadata:",
    `  name: ${quoted(name)}`,
    ...section("providers", providers.flatMap(providerLines)),
    ...section(
      "models",
      models.flatMap(({ id, family }) => [
        `  ${quoted(id)}:`,
        `    supplier: ${family.supplier}`,
        `    capabilities: [${family.capabilities.join(", ")}]`,
        `    contextWindow: ${family.contextWindow}`,
        ...(family.maxOutputTokens === undefined ? [] : [`    maxOutputTokens: ${family.maxOutputTokens}`]),
      ]),
    ),
    ...section(
      "deployments",
      deployments.flatMap((deployment) => deploymentLines(deployment, sensitivity)),
    ),
  );
}

function providerLines({ id, adapter, endpoint, region, env, chain, decide }: KnownProvider): string[] {
  return [
    ...(decide ? [`  # To decide: ${decide}.`] : []),
    `  ${id}:`,
    `    adapter: ${adapter}`,
    ...(endpoint ? [`    endpoint: ${endpoint}`] : []),
    ...(region ? [`    region: ${region}`] : []),
    ...(env ? [`    credentials: { env: ${env} }`] : []),
    ...(chain ? [`    credentials: { chain: ${chain} }`] : []),
    "    # To decide: jurisdiction, where data is processed; contract, on which terms.",
  ];
}

function deploymentLines({ id, model, provider }: SurveyDeployment, sensitivity: Sensitivity | undefined): string[] {
  const price = knownPrice({ id, model, provider });
  return [
    `  ${quoted(id)}:`,
    `    upstream: ${quoted(model.upstream)}`,
    price ? `    price: ${priceWords(price)}` : "    # To decide: price; while it is unknown nothing is sent here.",
    sensitivity
      ? `    data: { maxSensitivity: ${sensitivity} }`
      : "    # To decide: data: { residency, retentionDays, training, maxSensitivity }; until then it may have public data only.",
  ];
}

type KnownPrice = Pick<Price, "input" | "output"> & Partial<Pick<Price, "cachedInput" | "cacheWrite">>;

/** The list price, where it is known in full. */
function knownPrice({ model, provider }: SurveyDeployment): KnownPrice | undefined {
  const price = listPrice(provider.adapter, model.upstream, model.id);
  return price?.output === undefined ? undefined : { ...price, output: price.output };
}

function priceWords(price: KnownPrice): string {
  const figures = (["input", "output", "cachedInput", "cacheWrite"] as const).flatMap((key) =>
    price[key] === undefined ? [] : [`${key}: ${price[key]}`],
  );
  return `{ ${figures.join(", ")}, source: ${JSON.stringify(PRICE_FACTS.source)}, checked: ${PRICE_FACTS.read} }`;
}

/** The routing policy: a workload for each folder that calls a vendor. */
export function policyText({ workloads }: Survey, { name, sensitivity }: InitOptions): string {
  const served = workloads.filter(({ deployments }) => deployments.length > 0);
  const open = workloads.filter(({ deployments }) => deployments.length === 0);
  return lines(
    "# Who uses which models, as found by `fairlead init`. `fairlead explain WORKLOAD` says where its requests may go.",
    "apiVersion: fairlead/v1",
    "kind: RoutingPolicy",
    "metadata:",
    `  name: ${quoted(name)}`,
    "",
    "businessUnits:",
    "  # To decide: who pays.",
    "  engineering: { owner: engineering }",
    ...section(
      "workloads",
      served.flatMap((workload) => workloadLines(workload, sensitivity)),
    ),
    ...open.flatMap(({ id, globs, vendors }) => [
      "",
      `# To decide: ${id} (${globs.join(", ").replaceAll(/\s+/g, " ")}) calls ${vendors.join(", ")}, but no model's name that is known stands in its code.`,
    ]),
  );
}

function workloadLines({ id, globs, deployments }: SurveyWorkload, sensitivity: Sensitivity | undefined): string[] {
  return [
    `  ${quoted(id)}:`,
    "    businessUnit: engineering",
    sensitivity
      ? `    sensitivity: ${sensitivity}`
      : "    # To decide: sensitivity; until then its data counts as restricted, and nothing may have it.",
    "    route:",
    "      candidates:",
    ...deployments.map((deployment) => `        - ${quoted(deployment.id)}`),
    `    code: [${globs.map((glob) => JSON.stringify(glob)).join(", ")}]`,
  ];
}

/** The project document. Where nothing can serve a workload before somebody decides, that is a warning until then. */
export function projectText({ workloads }: Survey, { sensitivity }: InitOptions): string {
  const isOpen = ({ deployments }: SurveyWorkload): boolean =>
    deployments.length > 0 && (sensitivity === undefined || deployments.every((one) => knownPrice(one) === undefined));
  const header = ["# How Fairlead looks at this folder.", "apiVersion: fairlead/v1", "kind: Project"];
  if (!workloads.some(isOpen)) return lines(...header);
  return lines(
    ...header,
    "",
    "checks:",
    "  severity:",
    "    # To decide: see the other documents. Take this out when it is done, so that this is an error again.",
    "    route.no-eligible-deployment: warning",
  );
}

function section(name: string, content: readonly string[]): string[] {
  return content.length === 0 ? [] : ["", `${name}:`, ...content];
}

/** Sorted by id, each once. */
function byId<T extends { id: string }>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [item.id, item])).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** A scalar as it is where YAML takes that for a text, else in quotes. */
function quoted(text: string): string {
  const isPlain = /^[A-Za-z][\w./@:-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return isPlain && !text.endsWith(":") ? text : JSON.stringify(text);
}

function lines(...all: string[]): string {
  return `${all.join("\n")}\n`;
}
