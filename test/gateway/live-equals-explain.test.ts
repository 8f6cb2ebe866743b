/**
 * Random policies, random requests, random failures: what the gateway does is what `decide` says of the recorded facts,
 * nobody outside of the allowed set is ever asked, and nobody is asked unrecorded. The allowed set is worked out here
 * once more, by other means.
 */
import { SENSITIVITIES, type Sensitivity } from "@fairlead/runtime/documents";
import type { DecisionRecord } from "@fairlead/runtime/ledger";
import { type Decision, decide, EMPTY_STATE } from "@fairlead/runtime/policy";
import type { Fault } from "@fairlead/runtime/simulator";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { chat, compileYaml, startTestGateway, type TestGateway } from "./harness.ts";

const PROVIDERS = ["oa", "az", "an", "br", "ge", "co"] as const;
type Provider = (typeof PROVIDERS)[number];
const MODELS = ["m", "n"] as const;
const IDS = PROVIDERS.flatMap((provider) => MODELS.map((model) => `${model}@${provider}`));
const RESIDENCIES = ["eu", "us"] as const;

interface Data {
  maxSensitivity: Sensitivity;
  training: boolean;
  residency: (typeof RESIDENCIES)[number] | undefined;
  retired: boolean;
}

interface Policy {
  data: Record<string, Data>;
  sensitivity: Sensitivity;
  residency: ("eu" | "us")[];
  modelChoice: "caller" | "policy";
  strategy: "ordered" | "cheapest" | "fastest" | "weighted";
  candidates: string[];
  on: string[];
  attempts: number;
  continues: boolean;
  noTraining: boolean;
  denied: Provider | undefined;
}

interface Request {
  sensitivity: Sensitivity | undefined;
  model: string;
  stream: boolean;
  tools: boolean;
  faults: Partial<Record<Provider, Fault>>;
}

const somewhere = fc.constantFrom(...SENSITIVITIES);
const data: fc.Arbitrary<Data> = fc.record({
  maxSensitivity: fc.oneof({ weight: 2, arbitrary: fc.constant<Sensitivity>("restricted") }, somewhere),
  training: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, fc.constant(true)),
  residency: fc.constantFrom(...RESIDENCIES, undefined),
  retired: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
});
const policies: fc.Arbitrary<Policy> = fc.record({
  data: fc.tuple(...IDS.map(() => data)).map((all) => Object.fromEntries(IDS.map((id, n) => [id, all[n] as Data]))),
  sensitivity: fc.constantFrom<Sensitivity>("public", "internal", "confidential"),
  residency: fc.constantFrom<("eu" | "us")[]>([], [], ["eu"], ["eu", "us"]),
  modelChoice: fc.constantFrom("caller", "policy"),
  strategy: fc.constantFrom("ordered", "cheapest", "fastest", "weighted"),
  candidates: fc.shuffledSubarray(IDS, { minLength: 2 }),
  on: fc.subarray(["outage", "timeout", "rate-limit", "policy-change", "context-length", "content-filter"]),
  attempts: fc.integer({ min: 1, max: 4 }),
  continues: fc.boolean(),
  noTraining: fc.boolean(),
  denied: fc.constantFrom(undefined, undefined, ...PROVIDERS),
});

const faults = fc.constantFrom<Fault>(
  { kind: "http-500" },
  { kind: "http-429", retryAfter: { ms: 0, form: "seconds" } },
  { kind: "http-401" },
  { kind: "http-400-context-length" },
  { kind: "content-filter" },
  { kind: "filtered-answer" },
  { kind: "reset" },
  { kind: "cut", afterTokens: 0 },
  { kind: "cut", afterTokens: 2 },
  { kind: "malformed", afterTokens: 1 },
  { kind: "error-in-stream", afterTokens: 0 },
  { kind: "error-in-stream", afterTokens: 3 },
  { kind: "refuse-connection" },
);
const requests: fc.Arbitrary<Request> = fc.record({
  sensitivity: fc.oneof(fc.constant(undefined), somewhere),
  model: fc.constantFrom("auto", "m", "n", "m@oa", "n@br", "up-m-az", "unheard-of"),
  stream: fc.boolean(),
  tools: fc.boolean(),
  faults: fc.dictionary(fc.constantFrom(...PROVIDERS), faults, { maxKeys: 4 }) as fc.Arbitrary<Request["faults"]>,
});

function catalogOf({ data }: Policy): string {
  const deployments = IDS.map((id, index) => {
    const [model, provider] = id.split("@");
    const { maxSensitivity, training, residency } = data[id] as Data;
    const where = residency === undefined ? "" : `, residency: ${residency}`;
    const price = `{ input: ${1 + (index % 3)}, output: 10 }`;
    const facts = `{ retentionDays: 0, training: ${training}, maxSensitivity: ${maxSensitivity}${where} }`;
    return `  ${id}: { upstream: up-${model}-${provider}, price: ${price}, data: ${facts}, latency: { ttftP50Ms: ${100 + index} } }`;
  });
  const notices = IDS.filter((id) => data[id]?.retired).map((id, index) => {
    const provider = id.split("@")[1];
    return `  gone-${index}: { provider: ${provider}, kind: retirement, affects: ["${id}"], announced: 2025-01-01, effective: 2026-01-01 }`;
  });
  return `
apiVersion: fairlead/v1
kind: Catalog
providers:
  oa: { adapter: openai, credentials: { env: OA } }
  az: { adapter: azure-openai, endpoint: "https://az.example", credentials: { env: AZ } }
  an: { adapter: anthropic, credentials: { env: AN } }
  br: { adapter: bedrock, region: eu-central-1, credentials: { chain: aws } }
  ge: { adapter: gemini, credentials: { env: GE } }
  co: { adapter: openai-compatible, endpoint: "https://co.example/v1", credentials: { env: CO } }
models:
  m: { supplier: acme, capabilities: [chat, tools, assistant-prefill], contextWindow: 100000, maxOutputTokens: 8000 }
  n: { supplier: other, capabilities: [chat], contextWindow: 100000, maxOutputTokens: 8000 }
deployments:
${deployments.join("\n")}
${notices.length > 0 ? `notices:\n${notices.join("\n")}` : ""}
`;
}

function policyYaml(policy: Policy): string {
  const { sensitivity, residency, modelChoice, strategy, candidates, on, attempts, noTraining, denied } = policy;
  const fallback = `on: [${on.join(", ")}], attempts: ${attempts}, continue: ${policy.continues}, deadlineMs: 40000`;
  const listed = candidates.map((id) => `"${id}"`).join(", ");
  const weights = strategy === "weighted" ? `, weights: { ${candidates.map((id) => `"${id}": 1`).join(", ")} }` : "";
  const rules = [
    ...(noTraining ? ["  no-training: { when: { sensitivity: confidential }, require: { training: false } }"] : []),
    ...(denied ? [`  not-there: { when: { sensitivity: internal }, deny: { providers: [${denied}] } }`] : []),
  ];
  return `
apiVersion: fairlead/v1
kind: RoutingPolicy
businessUnits: { sales: { owner: sales } }
workloads:
  x:
    businessUnit: sales
    sensitivity: ${sensitivity}
    modelChoice: ${modelChoice}
    maxOutputTokens: 60
    needs: { capabilities: [chat]${residency.length > 0 ? `, residency: [${residency.join(", ")}]` : ""} }
    route: { strategy: ${strategy}, candidates: [${listed}]${weights} }
    fallback: { ${fallback} }
${rules.length > 0 ? `rules:\n${rules.join("\n")}` : ""}
`;
}

/** What may be asked, by the words of the documents. */
function allowed(policy: Policy, request: Request): Set<string> {
  const rank = (one: Sensitivity): number => SENSITIVITIES.indexOf(one);
  const level = Math.max(rank(policy.sensitivity), rank(request.sensitivity ?? "public"));
  // Behind a withdrawn deployment of an ordered route nothing follows, unless the workload falls back on that.
  const holdsBack = policy.strategy === "ordered" && !policy.on.includes("policy-change");
  const withdrawn = holdsBack ? policy.candidates.findIndex((id) => policy.data[id]?.retired) : -1;
  return new Set(
    policy.candidates.slice(0, withdrawn < 0 ? undefined : withdrawn).filter((id) => {
      const { maxSensitivity, training, residency, retired } = policy.data[id] as Data;
      const [model, provider] = id.split("@");
      if (retired || level > rank(maxSensitivity)) return false;
      if (policy.residency.length > 0 && (residency === undefined || !policy.residency.includes(residency)))
        return false;
      if (policy.noTraining && level >= rank("confidential") && training) return false;
      if (policy.denied === provider && level >= rank("internal")) return false;
      if (request.tools && model === "n") return false;
      return policy.modelChoice === "policy" || request.model === "auto" || named(id, request.model);
    }),
  );
}

function named(id: string, wish: string): boolean {
  const [model, provider] = id.split("@");
  return wish === id || wish === model || wish === `up-${model}-${provider}`;
}

/** Who may take up a stream that broke off: OpenAI and Azure OpenAI begin another message. */
function ableToContinue(id: string): boolean {
  const [model, provider] = id.split("@");
  return model === "m" && provider !== "oa" && provider !== "az";
}

/** The records of a request, the last first. */
function partsOf(records: readonly DecisionRecord[]): DecisionRecord[] {
  const parts: DecisionRecord[] = [];
  for (let part = records[0]; part; part = records.find(({ id }) => id === parts.at(-1)?.continuedFrom))
    parts.push(part);
  return parts;
}

/** Rules that speak of a moment, not of the policy. */
const PASSING = /^health\./;

let gateway: TestGateway;
let count = 0;
let rests = 0;
beforeAll(async () => {
  gateway = await startTestGateway({ catalog: catalogOf(blank()), policy: policyYaml(blank()) });
});
afterAll(() => gateway.close());

function blank(): Policy {
  const open: Data = { maxSensitivity: "restricted", training: false, residency: "eu", retired: false };
  return {
    ...{ data: Object.fromEntries(IDS.map((id) => [id, open])), sensitivity: "public", residency: [] },
    ...{ modelChoice: "policy", strategy: "ordered", candidates: IDS, on: [], attempts: 1 },
    ...{ continues: false, noTraining: false, denied: undefined },
  };
}

const served = () => {
  const sums = new Map<string, number>();
  for (const { provider, requests: sum } of gateway.simulator.counts())
    sums.set(provider, (sums.get(provider) ?? 0) + sum);
  return sums;
};

function replayed(policy: ReturnType<typeof compileYaml>, record: DecisionRecord): Decision {
  const { facts } = record;
  if (!facts) throw new Error("the record keeps no facts");
  return decide(
    policy,
    {
      ...{ workload: record.workload, at: record.at, draw: 0.5, choices: facts.choices },
      sensitivity: record.sensitivity as Sensitivity,
      capabilities: facts.capabilities as never,
      inputTokens: { expected: facts.inputTokens, atMost: facts.inputTokensAtMost },
      ...(facts.model === undefined ? {} : { model: facts.model }),
      ...(facts.maxOutputTokens === undefined ? {} : { maxOutputTokens: facts.maxOutputTokens }),
    },
    EMPTY_STATE,
  );
}

/** What was decided is what explaining the record says, but for what was out of order at that moment. */
function expectExplained(
  compiled: ReturnType<typeof compileYaml>,
  { strategy }: Policy,
  record: DecisionRecord,
  set: ReadonlySet<string>,
): void {
  const own = record.attempts.filter(({ recordedIn }) => recordedIn === undefined);
  for (const { deployment } of own) expect(set).toContain(deployment);
  const again = replayed(compiled, record);
  const open = again.candidates.map(({ deployment }) => deployment.id);
  expect(new Set(open)).toEqual(set);
  const held = record.rejected.filter(({ rejections }) => rejections.every(({ rule }) => PASSING.test(rule)));
  const live = record.candidates.map(({ deployment }) => deployment);
  expect(new Set([...live, ...held.map(({ deployment }) => deployment)])).toEqual(new Set(open));
  if (strategy === "ordered") expect(live).toEqual(open.filter((id) => live.includes(id)));
  const lasting = (rejected: DecisionRecord["rejected"]) =>
    rejected
      .map(({ deployment, rejections }) => [deployment, rejections.filter(({ rule }) => !PASSING.test(rule))] as const)
      .filter(([, rejections]) => rejections.length > 0)
      .sort(([a], [b]) => a.localeCompare(b));
  const explained = again.rejected.map(({ deployment, rejections }) => ({
    deployment: deployment.id,
    rejections: [...rejections],
  }));
  expect(lasting(record.rejected)).toEqual(lasting(explained));
}

/** Asks a gateway under a policy, and holds what it did against the policy. */
async function holds(policy: Policy, asked: readonly Request[]): Promise<void> {
  const compiled = compileYaml(catalogOf(policy), policyYaml(policy));
  gateway.generations.swap(compiled);
  for (const request of asked) {
    for (const provider of PROVIDERS) gateway.simulator.setFault(provider, request.faults[provider] ?? []);
    const before = served();
    const tools = [{ type: "function", function: { name: "look", parameters: { type: "object" } } }];
    const answer = await chat(
      gateway,
      { model: request.model, stream: request.stream, ...(request.tools ? { tools } : {}) },
      request.sensitivity ? { "fairlead-sensitivity": request.sensitivity } : {},
    ).catch(() => undefined);
    count += 1;
    const parts = partsOf(await gateway.records());
    const [record] = parts;
    if (!record) throw new Error("there is no record");
    const set = allowed(policy, request);
    // Never outside, never unrecorded, never more often than allowed.
    for (const { deployment } of record.attempts) expect(set).toContain(deployment);
    expect(record.attempts.length).toBeLessThanOrEqual(policy.attempts);
    // A connection that is refused is no request that anybody counts.
    const counting = PROVIDERS.filter((provider) => request.faults[provider]?.kind !== "refuse-connection");
    const told = counting.map((id) => record.attempts.filter(({ deployment }) => deployment.endsWith(`@${id}`)).length);
    // The simulator counts a request when it is done with it, which may be after the caller is.
    const real = (): number[] => {
      const after = served();
      return counting.map((provider) => (after.get(provider) ?? 0) - (before.get(provider) ?? 0));
    };
    await expect.poll(real).toEqual(told);
    if (answer?.headers.get("fairlead-deployment")) expect(set).toContain(answer.headers.get("fairlead-deployment"));
    for (const part of parts) {
      const isRest = part.facts?.capabilities.includes("assistant-prefill") === true;
      if (isRest) rests += 1;
      expectExplained(compiled, policy, part, isRest ? new Set([...set].filter(ableToContinue)) : set);
    }
  }
  gateway.server.gateway.health.keepOnly([]);
}

beforeEach(() => {
  count = 0;
  rests = 0;
});

test("random policies, requests and failures", async () => {
  await fc.assert(fc.asyncProperty(policies, fc.array(requests, { minLength: 1, maxLength: 5 }), holds), {
    ...{ seed: 20261123, numRuns: 60 },
  });
  expect(count).toBeGreaterThan(100);
  expect(gateway.faults).toEqual([]);
});

test("streams that break off, under policies that let others take them up", async () => {
  const continuing = policies.map((policy) => ({
    ...{ ...policy, continues: true, attempts: policy.attempts + 1 },
    on: [...new Set([...policy.on, "outage"])],
  }));
  const late = fc.constantFrom<Fault>(
    { kind: "cut", afterTokens: 2 },
    { kind: "malformed", afterTokens: 1 },
    { kind: "error-in-stream", afterTokens: 3 },
  );
  const streams = requests.chain((request) =>
    fc
      .dictionary(fc.constantFrom(...PROVIDERS), fc.oneof(late, late, faults), { minKeys: 2, maxKeys: 5 })
      .map((broken) => ({ ...request, stream: true, faults: broken as Request["faults"] })),
  );
  await fc.assert(fc.asyncProperty(continuing, fc.array(streams, { minLength: 1, maxLength: 3 }), holds), {
    ...{ seed: 20261124, numRuns: 40 },
  });
  expect(rests).toBeGreaterThan(5);
  expect(gateway.faults).toEqual([]);
});
