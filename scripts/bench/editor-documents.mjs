/** A catalog of any length, with a policy that uses it: valid, and the same at each run. */

const REGIONS = ["swedencentral", "westeurope", "francecentral", "northeurope"];

/** @param {number} index */
function model(index) {
  return `  model-${index}:
    # Chosen by the platform team, see the decision of 2026-0${1 + (index % 9)}.
    supplier: supplier-${index % 7}
    description: "Model ${index}: summaries, extraction and short answers, in five languages"
    capabilities: [chat, tools]
    contextWindow: ${128_000 + index}
    maxOutputTokens: 4096
`;
}

/** @param {number} index */
function deployment(index) {
  const provider = `azure-${index % REGIONS.length}`;
  return `  model-${index}@${provider}:
    upstream: model-${index}-prod
    price: { input: ${1 + (index % 9)}, output: ${10 + (index % 30)} }
    data:
      residency: eu
      training: false
      retentionDays: 0
      maxSensitivity: confidential
    latency: { ttftP50Ms: ${200 + (index % 300)} }
`;
}

/** @param {number} count */
function providers(count) {
  return Array.from(
    { length: count },
    (_, index) => `  azure-${index}:
    adapter: azure-openai
    endpoint: https://acme-${index}.openai.azure.com
    region: ${REGIONS[index]}
    jurisdiction: eu
    credentials: { env: AZURE_KEY_${index} }
`,
  ).join("");
}

/** A catalog of about so many lines. @param {number} lines */
export function catalogText(lines) {
  const head = `apiVersion: fairlead/v1\nkind: Catalog\nproviders:\n${providers(REGIONS.length)}`;
  const perEntity = model(0).split("\n").length + deployment(0).split("\n").length - 2;
  const count = Math.max(1, Math.round((lines - head.split("\n").length) / perEntity));
  const all = Array.from({ length: count }, (_, index) => index);
  return `${head}models:\n${all.map(model).join("")}deployments:\n${all.map(deployment).join("")}`;
}

/** A policy with some workloads that use the catalog. */
export function policyText() {
  const workloads = Array.from(
    { length: 12 },
    (_, index) => `  workload-${index}:
    businessUnit: support
    sensitivity: internal
    needs: { capabilities: [chat], residency: [eu] }
    route:
      candidates: [model-${index}@azure-${index % REGIONS.length}, model-${index + 1}@azure-${(index + 1) % REGIONS.length}]
`,
  ).join("");
  return `apiVersion: fairlead/v1
kind: RoutingPolicy
businessUnits:
  support: { owner: support-platform }
workloads:
${workloads}`;
}
