/** A small workspace without anything to say about it, for the tests of rules and the examples of their pages. */
import { parse, stringify } from "yaml";
import type { Diagnostic } from "../documents/diagnostic.ts";
import { parseFile } from "../documents/parse-file.ts";
import { checkWorkspace } from "./check-workspace.ts";

/** Noon of the day on which the tests stand. */
export const TODAY = Date.parse("2026-11-22T12:00:00Z");

type Sections = Record<string, Record<string, unknown>>;

const CATALOG: Sections = parse(
  `
providers:
  azure-swedencentral: { adapter: azure-openai, endpoint: "https://acme.openai.azure.com", region: swedencentral, jurisdiction: eu, contract: microsoft-ea, credentials: { env: AZURE_OPENAI_API_KEY } }
  bedrock-eu-central-1: { adapter: bedrock, region: eu-central-1, jurisdiction: eu, contract: aws-edp }
  openai: { adapter: openai, jurisdiction: us, contract: openai-services, credentials: { env: OPENAI_API_KEY } }
models:
  gpt-5.5: { supplier: openai, capabilities: [chat, tools], contextWindow: 1050000, maxOutputTokens: 128000 }
  claude-sonnet-5: { supplier: anthropic, capabilities: [chat, tools], contextWindow: 1000000, maxOutputTokens: 64000 }
  claude-haiku-4.5: { supplier: anthropic, capabilities: [chat], contextWindow: 200000, maxOutputTokens: 64000 }
deployments:
  gpt-5.5@azure-swedencentral:
    upstream: gpt-55
    price: { input: 5, output: 30, source: price list, checked: 2026-11-01 }
    latency: { ttftP50Ms: 420, ttftP95Ms: 900 }
    data: { residency: eu, retentionDays: 0, training: false, maxSensitivity: restricted }
  gpt-5.5@openai:
    upstream: gpt-5.5
    price: { input: 5, output: 30, source: price list, checked: 2026-11-01 }
    latency: { ttftP50Ms: 480, ttftP95Ms: 1100 }
    data: { residency: us, retentionDays: 30, training: false, maxSensitivity: internal }
  claude-sonnet-5@bedrock-eu-central-1:
    upstream: eu.anthropic.claude-sonnet-5-v1:0
    price: { input: 2.2, output: 11, source: price list, checked: 2026-11-01 }
    latency: { ttftP50Ms: 610, ttftP95Ms: 1300 }
    data: { residency: eu, retentionDays: 0, training: false, maxSensitivity: restricted }
  claude-haiku-4.5@bedrock-eu-central-1:
    upstream: eu.anthropic.claude-haiku-4-5-20251001-v1:0
    price: { input: 1.1, output: 5.5, source: price list, checked: 2026-11-01 }
    latency: { ttftP50Ms: 330, ttftP95Ms: 700 }
    data: { residency: eu, retentionDays: 0, training: false, maxSensitivity: restricted }
contracts:
  microsoft-ea: &terms
    provider: azure-swedencentral
    renews: 2029-06-30
    portability: { embeddings: true, vectorIndexExport: true, format: parquet }
    metering: { tokens: per-million, requests: counted }
    changeNotice: { priceDays: 90, policyDays: 60, retirementDays: 180 }
    auditRights: { safety: true, dataHandling: true }
    dataHandling: { training: false, retentionDays: 0 }
  aws-edp: { provider: bedrock-eu-central-1, <<: *terms }
  openai-services: { provider: openai, dataHandling: { training: false, retentionDays: 30 }, <<: *terms }
`,
  { merge: true },
);

const POLICY: Sections = parse(`
businessUnits: { support: { owner: support-platform } }
workloads:
  ticket-summaries:
    businessUnit: support
    criticality: high
    sensitivity: internal
    maxOutputTokens: 300
    needs: { capabilities: [chat] }
    route: { candidates: [gpt-5.5@azure-swedencentral, claude-sonnet-5@bedrock-eu-central-1, gpt-5.5@openai, claude-haiku-4.5@bedrock-eu-central-1] }
    fallback: { on: [outage, timeout, rate-limit, policy-change] }
`);

/** The workspace with some of its entities replaced or added; each section of the fragment is a map of entities. */
export function workspaceTexts(fragment: Sections = {}): Record<string, string> {
  const text = (kind: string, sections: Sections, known: readonly string[]) => {
    const merged: Record<string, unknown> = { apiVersion: "fairlead/v1", kind };
    for (const section of known) {
      const entities = { ...sections[section], ...fragment[section] };
      if (Object.keys(entities).length > 0) merged[section] = entities;
    }
    return stringify(merged, { aliasDuplicateObjects: false });
  };
  const texts: Record<string, string> = {
    "file:///w/a.catalog.yaml": text("Catalog", CATALOG, [
      "providers",
      "models",
      "deployments",
      "contracts",
      "notices",
    ]),
    "file:///w/a.routing-policy.yaml": text("RoutingPolicy", POLICY, [
      "defaults",
      "businessUnits",
      "workloads",
      "rules",
      "budgets",
    ]),
  };
  if (fragment.benchmarks) texts["file:///w/a.benchmark.yaml"] = text("BenchmarkSuite", {}, ["benchmarks"]);
  return texts;
}

/** All that is said about some texts by URI. */
export function check(texts: Readonly<Record<string, string>>, at = TODAY): Diagnostic[] {
  return checkWorkspace(
    Object.entries(texts).map(([uri, text]) => parseFile(uri, text)),
    { at },
  ).diagnostics;
}

/** What is said about the workspace with a fragment in it: `code severity: message`, in the order of the text. */
export function saidOf(fragment: string, at = TODAY): string[] {
  const sections = parse(fragment) as Sections | null;
  return check(workspaceTexts(sections ?? {}), at).map(
    ({ code, severity, message }) => `${code} ${severity}: ${message}`,
  );
}
