/** Catalogs of any length, with a policy that uses them: valid, and the same at each run. */

const REGIONS = ["swedencentral", "westeurope", "francecentral", "northeurope"];

/** The ways in which a catalog is written. @typedef {"block" | "documents" | "anchors"} Style */

/** @param {number} index @param {Style} style */
function model(index, style) {
  const capabilities = style !== "anchors" ? "[chat, tools]" : index === 0 ? "&chat [chat, tools]" : "*chat";
  return `  model-${index}:
    # Chosen by the platform team, see the decision of 2026-0${1 + (index % 9)}.
    supplier: supplier-${index % 7}
    description: "Model ${index}: summaries, extraction and short answers, in five languages"
    capabilities: ${capabilities}
    contextWindow: ${128_000 + index}
    maxOutputTokens: 4096
`;
}

/** @param {number} index @param {Style} style */
function deployment(index, style) {
  const provider = `azure-${index % REGIONS.length}`;
  const isAlias = style === "anchors" && index > 0;
  const data = `${style === "anchors" ? " &eu" : ""}
      residency: eu
      training: false
      retentionDays: 0
      maxSensitivity: confidential`;
  return `  model-${index}@${provider}:
    upstream: model-${index}-prod
    price: { input: ${1 + (index % 9)}, output: ${10 + (index % 30)} }
    data:${isAlias ? " *eu" : data}
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

/** In how many documents a catalog of several is. */
const DOCUMENTS = 10;

/** A catalog of about so many lines. @param {number} lines @param {Style} style */
export function catalogText(lines, style = "block") {
  const head = "apiVersion: fairlead/v1\nkind: Catalog\n";
  const first = `${head}providers:\n${providers(REGIONS.length)}`;
  const perEntity = model(1, style).split("\n").length + deployment(1, style).split("\n").length - 2;
  const count = Math.max(DOCUMENTS, Math.round((lines - first.split("\n").length) / perEntity));
  const documents = style === "documents" ? DOCUMENTS : 1;
  const all = Array.from({ length: count }, (_, index) => index);
  return Array.from({ length: documents }, (_, document) => {
    const own = all.filter((index) => Math.floor((index * documents) / count) === document);
    const models = own.map((index) => model(index, style)).join("");
    const deployments = own.map((index) => deployment(index, style)).join("");
    return `${document === 0 ? first : head}models:\n${models}deployments:\n${deployments}`;
  }).join("---\n");
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
