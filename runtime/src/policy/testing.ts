/** A small, valid world for tests of the pure core, to be bent one fact at a time. */
import type {
  Catalog,
  Contract,
  Deployment,
  Model,
  Provider,
  RoutingPolicy,
  Workload,
} from "../documents/vocabulary.ts";
import { compile } from "./compile.ts";
import { decide } from "./decide.ts";
import type { CompiledPolicy, Decision, DecisionRequest, DecisionState } from "./types.ts";

/** Noon on a day before every notice of the tests. */
export const NOON = Date.parse("2026-11-22T12:00:00Z");

type Known<Ids extends string, T> = Record<string, T> & Record<Ids, T>;

/** Documents whose ids the tests know, so that they can be changed without asking whether they are there. */
export interface World {
  catalog: Catalog & {
    providers: Known<"alpha" | "beta" | "gamma", Provider>;
    models: Known<"large" | "small", Model>;
    deployments: Known<"large@alpha" | "large@beta" | "small@gamma", Deployment>;
    contracts: Known<"alpha-terms" | "beta-terms", Contract>;
  };
  policy: RoutingPolicy & { workloads: Known<"chat", Workload> };
}

/** Two models at three providers, one workload with an ordered route over three deployments. */
export function world(): World {
  return {
    catalog: {
      providers: {
        alpha: { adapter: "openai", jurisdiction: "us", contract: "alpha-terms", credentials: { env: "ALPHA_KEY" } },
        beta: { adapter: "azure-openai", jurisdiction: "eu", contract: "beta-terms", endpoint: "https://beta.example" },
        gamma: { adapter: "bedrock", jurisdiction: "eu", region: "eu-central-1" },
      },
      models: {
        large: {
          supplier: "acme",
          capabilities: ["chat", "tools", "vision"],
          contextWindow: 100_000,
          maxOutputTokens: 8000,
        },
        small: { supplier: "other", capabilities: ["chat"], contextWindow: 16_000, maxOutputTokens: 4000 },
      },
      deployments: {
        "large@alpha": {
          upstream: "large-1",
          price: { input: 5, output: 30 },
          latency: { ttftP50Ms: 500 },
          data: { residency: "us", retentionDays: 30, training: false, maxSensitivity: "internal" },
        },
        "large@beta": {
          upstream: "large-deployment",
          price: { input: 4, output: 20, cachedInput: 0.4 },
          latency: { ttftP50Ms: 300 },
          data: { residency: "eu", retentionDays: 0, training: false, maxSensitivity: "restricted" },
        },
        "small@gamma": {
          upstream: "vendor.small",
          price: { input: 1, output: 2 },
          data: { residency: "eu", retentionDays: 0, training: false, maxSensitivity: "confidential" },
        },
      },
      contracts: {
        "alpha-terms": { provider: "alpha", auditRights: { dataHandling: false } },
        "beta-terms": { provider: "beta", auditRights: { dataHandling: true, safety: true } },
      },
      notices: {},
    },
    policy: {
      defaults: {},
      businessUnits: { sales: { owner: "sales" }, support: { owner: "support" } },
      workloads: {
        chat: {
          businessUnit: "sales",
          criticality: "high",
          sensitivity: "public",
          maxOutputTokens: 1000,
          route: { strategy: "ordered", candidates: ["large@alpha", "large@beta", "small@gamma"] },
        },
      },
      rules: {},
      budgets: {},
    },
  };
}

/** A compiled world after a change. */
export function compiled(change: (world: World) => void = () => {}): CompiledPolicy {
  const changed = world();
  change(changed);
  return compile(changed);
}

/** Decides about an ordinary request of workload `chat`, with everything healthy and nothing spent. */
export function decideAbout(
  policy: CompiledPolicy,
  request: Partial<DecisionRequest> = {},
  state: Partial<DecisionState> = {},
): Decision {
  return decide(
    policy,
    { workload: "chat", inputTokens: { expected: 1000, atMost: 2000 }, at: NOON, draw: 0, ...request },
    { health: [], spent: [], ...state },
  );
}

/** The ids of the candidates, in order. */
export function order(decision: Decision): string[] {
  return decision.candidates.map(({ deployment }) => deployment.id);
}

/** The rules that reject each deployment. */
export function rules(decision: Decision): Record<string, string[]> {
  return Object.fromEntries(
    decision.rejected.map(({ deployment, rejections }) => [deployment.id, rejections.map(({ rule }) => rule)]),
  );
}
