/**
 * How long the rules of a workspace take after an edit: a catalog and a policy as large as asked for, an edit of one
 * price, then of one route. Prints milliseconds for the first check and the 50th and 95th percentile of those after an
 * edit, links and schemas apart. `node --conditions=source scripts/bench/rules.mjs [lines]`.
 */
import process from "node:process";
import { checkFiles, parseFile } from "@fairlead/runtime/documents";
import { checkWorkspace, RuleMemory } from "@fairlead/runtime/rules";

const wanted = Number(process.argv[2] ?? 22_000);
const at = Date.parse("2026-11-22T12:00:00Z");

/** About half of the lines in the catalog, half in the policy. @param {number} lines */
function documents(lines) {
  const providers = Math.max(3, Math.round(lines / 700));
  const models = Math.max(3, Math.round(lines / 250));
  const regions = ["eu-central-1", "eu-west-1", "eu-north-1", "us-east-1"];
  let catalog = "apiVersion: fairlead/v1\nkind: Catalog\nproviders:\n";
  for (let p = 0; p < providers; p += 1) {
    const region = regions[p % regions.length] ?? "";
    catalog += `  host-${p}:\n    adapter: bedrock\n    region: ${region}\n    jurisdiction: ${region.slice(0, 2)}\n    contract: terms-${p}\n`;
  }
  catalog += "contracts:\n";
  for (let p = 0; p < providers; p += 1)
    catalog += `  terms-${p}:\n    provider: host-${p}\n    renews: 2029-01-31\n    changeNotice: { priceDays: 90, policyDays: 60, retirementDays: 180 }\n    auditRights: { safety: true, dataHandling: true }\n`;
  catalog += "models:\n";
  for (let m = 0; m < models; m += 1)
    catalog += `  model-${m}:\n    supplier: supplier-${m % 7}\n    capabilities: [chat, tools]\n    contextWindow: 200000\n`;
  catalog += "deployments:\n";
  /** @type {string[]} */
  const ids = [];
  for (let line = catalog.split("\n").length, d = 0; line < lines / 2; line += 8, d += 1) {
    const provider = d % providers;
    const id = `model-${Math.floor(d / providers) % models}@host-${provider}`;
    if (ids.includes(id)) continue;
    ids.push(id);
    const region = regions[provider % regions.length] ?? "";
    catalog += `  ${id}:\n    upstream: up-${d}\n    price:\n      input: ${1 + (d % 9)}\n      output: ${10 + (d % 30)}\n      source: list\n      checked: 2026-11-01\n    data: { residency: ${region.slice(0, 2)}, retentionDays: 0, training: false, maxSensitivity: restricted }\n`;
  }
  catalog += "notices:\n";
  for (let n = 0; n < ids.length / 20; n += 1)
    catalog += `  notice-${n}:\n    provider: ${ids[n * 7]?.split("@")[1]}\n    kind: retirement\n    affects: [${ids[n * 7]}]\n    announced: 2026-01-01\n    effective: 2028-06-01\n`;
  let policy = "apiVersion: fairlead/v1\nkind: RoutingPolicy\nbusinessUnits:\n";
  for (let b = 0; b < 40; b += 1) policy += `  unit-${b}: { owner: team-${b} }\n`;
  policy += "rules:\n";
  for (let r = 0; r < 30; r += 1)
    policy += `  rule-${r}:\n    when: { workload: workload-${r} }\n    deny: { providers: [host-${r % providers}] }\n`;
  policy += "budgets:\n";
  for (let b = 0; b < lines / 120; b += 1)
    policy += `  budget-${b}:\n    scope: { businessUnit: unit-${b % 40}, provider: host-${b % providers} }\n    limit: 500 USD\n    window: month\n`;
  policy += "workloads:\n";
  for (let line = policy.split("\n").length, w = 0; line < lines / 2; line += 12, w += 1) {
    const candidates = [3, 11, 29, 41].map((step) => ids[(w * step) % ids.length]);
    policy += `  workload-${w}:\n    businessUnit: unit-${w % 40}\n    criticality: ${["critical", "high", "standard"][w % 3]}\n    sensitivity: confidential\n    needs: { capabilities: [chat] }\n    objectives: { ttftP95Ms: 900 }\n    route:\n      candidates:\n${[...new Set(candidates)].map((id) => `        - ${id}\n`).join("")}`;
  }
  return { catalog, policy };
}

const texts = documents(wanted);
const total = texts.catalog.split("\n").length + texts.policy.split("\n").length;
let catalog = parseFile("file:///w/a.catalog.yaml", texts.catalog);
let policy = parseFile("file:///w/a.routing-policy.yaml", texts.policy);
const memory = new RuleMemory();

/** Milliseconds of processor time, so that what else the machine does is not counted. */
function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Milliseconds of the rules alone: schemas and links are warm, and measured again to be taken off. */
function rulesOnly() {
  checkFiles([catalog, policy]);
  const before = cpuMs();
  checkFiles([catalog, policy]);
  const between = cpuMs();
  const { diagnostics } = checkWorkspace([catalog, policy], { at, memory });
  return { ms: cpuMs() - between - (between - before), diagnostics };
}

const first = rulesOnly();
console.log(`${total} lines, ${first.diagnostics.length} diagnostics; first check ${first.ms.toFixed(1)} ms`);
/** @type {Record<string, number>} */
const byCode = {};
for (const { code } of first.diagnostics) byCode[code] = (byCode[code] ?? 0) + 1;
console.log(byCode);
for (const [what, edit] of /** @type {const} */ ([
  ["nothing", () => {}],
  [
    "a price",
    (/** @type {number} */ i) => {
      catalog = parseFile(catalog.uri, catalog.text.replace(/input: \d+/, `input: ${(i % 9) + 1}`), catalog);
    },
  ],
  [
    "a route",
    (/** @type {number} */ i) => {
      policy = parseFile(policy.uri, policy.text.replace(/ttftP95Ms: \d+/, `ttftP95Ms: ${900 + i}`), policy);
    },
  ],
])) {
  const times = Array.from({ length: 40 }, (_, index) => {
    edit(index);
    return rulesOnly().ms;
  }).sort((a, b) => a - b);
  console.log(`edit of ${what}: p50 ${times[20]?.toFixed(1)} ms, p95 ${times[37]?.toFixed(1)} ms`);
}
