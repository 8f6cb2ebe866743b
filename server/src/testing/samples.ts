/** Small linked documents for tests. */
export const CATALOG = `apiVersion: fairlead/v1
kind: Catalog
providers:
  openai:
    adapter: openai
    jurisdiction: us
    contract: msa
    credentials: { env: ACME_OPENAI_KEY }
  azure-se:
    adapter: azure-openai
    endpoint: https://acme.openai.azure.com
    region: swedencentral
    jurisdiction: eu
    credentials: { env: ACME_AZURE_KEY }
models:
  gpt: { supplier: openai, capabilities: [chat, tools], contextWindow: 128000, maxOutputTokens: 4096 }
deployments:
  gpt@openai: { upstream: gpt-2026, price: { input: 5, output: 30 } }
  gpt@azure-se: { upstream: gpt-prod, price: { input: 6, output: 32 }, data: { residency: eu, maxSensitivity: confidential } }
contracts:
  msa: { provider: openai, renews: 2027-06-30 }
`;

export const POLICY = `apiVersion: fairlead/v1
kind: RoutingPolicy
businessUnits:
  support: { owner: support-platform }
workloads:
  tickets:
    businessUnit: support
    sensitivity: internal
    needs: { residency: [eu] }
    route:
      candidates: [gpt@openai, gpt@azure-se]
    code: ["services/support/**"]
`;

export const BENCHMARK = `apiVersion: fairlead/v1
kind: BenchmarkSuite
benchmarks:
  duel:
    workload: tickets
    arms: [gpt@openai, gpt@azure-se]
    cases: [{ prompt: Hello }]
`;

export const WORKSPACE = {
  "acme.catalog.yaml": CATALOG,
  "acme.routing-policy.yaml": POLICY,
  "acme.benchmark.yaml": BENCHMARK,
};
