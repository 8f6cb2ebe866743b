import type {
  AdapterName,
  Catalog,
  Contract,
  DataHandling,
  Deployment,
  Model,
  Notice,
  Price,
  Provider,
  Sensitivity,
} from "../documents/vocabulary.ts";
import { splitDeploymentId } from "../documents/vocabulary.ts";
import { compileGuardedPrice, compilePrice } from "./cost.ts";
import type {
  CompiledContract,
  CompiledDataHandling,
  CompiledDeployment,
  CompiledQuality,
  DeploymentPhase,
} from "./types.ts";
import { wilsonLowerBound } from "./wilson.ts";

/** The moment at which a calendar date begins, UTC, in milliseconds since 1970. */
export function startOfDate(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

function compileData(data: DataHandling | undefined, provider: Provider): CompiledDataHandling {
  const lowest: Sensitivity = "public";
  return {
    residency: data?.residency ?? provider.jurisdiction,
    retentionDays: data?.retentionDays,
    training: data?.training,
    maxSensitivity: data?.maxSensitivity ?? lowest,
  };
}

function compileContract(id: string, contract: Contract): CompiledContract {
  return {
    id,
    auditRights: { safety: contract.auditRights?.safety, dataHandling: contract.auditRights?.dataHandling },
    portability: {
      embeddings: contract.portability?.embeddings,
      vectorIndexExport: contract.portability?.vectorIndexExport,
      fineTunedWeights: contract.portability?.fineTunedWeights,
    },
    training: contract.dataHandling?.training,
    retentionDays: contract.dataHandling?.retentionDays,
  };
}

/** Of two measurements for one workload the later in the document counts. */
function compileQuality(measured: NonNullable<Deployment["quality"]>): Map<string, CompiledQuality> {
  return new Map(
    measured.map(({ workload, passRate, samples }) => {
      const rate = Number.parseFloat(passRate) / 100;
      const words = samples === undefined ? passRate : `${passRate} of ${samples}`;
      return [workload, { atLeast: samples === undefined ? rate : wilsonLowerBound(rate, samples), words }];
    }),
  );
}

/** A change of a phase from a date on. */
interface Change {
  from: number;
  apply(phase: DeploymentPhase): DeploymentPhase;
}

function retirement(date: string, what: string): Change {
  return {
    from: startOfDate(date),
    apply: (phase) => ({
      ...phase,
      lifecycle: "retired",
      withdrawn: { rule: "lifecycle.retired", reason: `${what} is retired since ${date}` },
    }),
  };
}

function pricesOf(price: Price | undefined, basis: string): Pick<DeploymentPhase, "price" | "guardedPrice"> {
  if (!price) return { price: undefined, guardedPrice: undefined };
  return { price: compilePrice(price, basis), guardedPrice: compileGuardedPrice(price, basis) };
}

function noticeChange(id: string, notice: Notice, provider: Provider): Change {
  const from = startOfDate(notice.effective);
  const since = `since ${notice.effective} (notice ${id})`;
  if (notice.kind === "price") {
    return { from, apply: (phase) => ({ ...phase, ...pricesOf(notice.price, `notice ${id}`) }) };
  }
  if (notice.kind === "policy" && notice.data) {
    const data = compileData(notice.data, provider);
    return { from, apply: (phase) => ({ ...phase, data }) };
  }
  const reason = notice.kind === "policy" ? `withdrawn ${since}` : `retired ${since}`;
  const lifecycle = (phase: DeploymentPhase) => (notice.kind === "retirement" ? "retired" : phase.lifecycle);
  return {
    from,
    apply: (phase) => ({ ...phase, lifecycle: lifecycle(phase), withdrawn: { rule: `notice.${id}`, reason } }),
  };
}

function compilePhases(first: DeploymentPhase, changes: Change[]): DeploymentPhase[] {
  const phases = [first];
  let current = first;
  for (const change of changes.toSorted((a, b) => a.from - b.from)) {
    current = { ...change.apply(current), from: change.from };
    if (phases.at(-1)?.from === change.from) phases.pop();
    phases.push(current);
  }
  return phases;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function changesOf(id: string, deployment: Deployment, model: Model, provider: Provider, catalog: Catalog): Change[] {
  const changes: Change[] = [];
  if (model.lifecycle?.retires) changes.push(retirement(model.lifecycle.retires, "the model"));
  if (deployment.lifecycle?.retires) changes.push(retirement(deployment.lifecycle.retires, "the deployment"));
  // Of two that take effect on one day the later announced one has the last word; the order of files has none.
  const notices = Object.entries(catalog.notices).toSorted(
    ([idA, a], [idB, b]) => compareText(a.announced ?? "", b.announced ?? "") || compareText(idA, idB),
  );
  for (const [noticeId, notice] of notices) {
    if (notice.affects.includes(id)) changes.push(noticeChange(noticeId, notice, provider));
  }
  return changes;
}

/**
 * Providers that are told how long to cache. The others have one price for what they cache, and are asked for no time:
 * translations leave it out. What is compatible with OpenAI may be anybody.
 */
const CACHING_FOR_HOUR: ReadonlySet<AdapterName> = new Set(["anthropic", "bedrock", "openai-compatible"]);

/**
 * Whether the API of an adapter can be told to go on from the beginning of an answer, whatever the model. OpenAI's begins
 * another message behind it.
 */
export function takesPrefill(adapter: AdapterName, api: Deployment["api"]): boolean {
  return adapter !== "openai" && adapter !== "azure-openai" && api !== "responses";
}

/** Compiles one deployment with all that model, provider, contract and notices say of it. */
export function compileDeployment(index: number, id: string, catalog: Catalog): CompiledDeployment {
  const parts = splitDeploymentId(id);
  const deployment = catalog.deployments[id];
  const model = parts && catalog.models[parts.model];
  const provider = parts && catalog.providers[parts.provider];
  if (!parts || !deployment || !model || !provider) throw new RangeError(`deployment ${id} is not linked`);

  const lifecycle = deployment.lifecycle?.status ?? model.lifecycle?.status ?? "active";
  const first: DeploymentPhase = {
    from: Number.NEGATIVE_INFINITY,
    ...pricesOf(deployment.price, "catalog"),
    data: compileData(deployment.data, provider),
    lifecycle,
    withdrawn: lifecycle === "retired" ? { rule: "lifecycle.retired", reason: "the catalog says retired" } : undefined,
  };
  const contract = provider.contract === undefined ? undefined : catalog.contracts[provider.contract];
  return {
    index,
    id,
    model: parts.model,
    supplier: model.supplier,
    provider: parts.provider,
    adapter: provider.adapter,
    cachesForHour: CACHING_FOR_HOUR.has(provider.adapter),
    upstream: deployment.upstream,
    endpoint: provider.endpoint,
    region: deployment.region ?? provider.region,
    apiVersion: provider.apiVersion,
    streamUsage: provider.streamUsage ?? (provider.adapter === "openai-compatible" ? undefined : true),
    responses:
      deployment.api === "responses" ? "only" : (provider.responses ?? provider.adapter !== "openai-compatible"),
    prefill: provider.prefill ?? "plain",
    credentials: provider.credentials,
    timeouts: provider.timeouts ?? {},
    capabilities: new Set(
      (deployment.capabilities ?? model.capabilities).filter(
        (one) => one !== "assistant-prefill" || takesPrefill(provider.adapter, deployment.api),
      ),
    ),
    contextWindow: deployment.contextWindow ?? model.contextWindow,
    maxOutputTokens: Math.min(
      deployment.maxOutputTokens ?? model.maxOutputTokens ?? Number.POSITIVE_INFINITY,
      deployment.contextWindow ?? model.contextWindow,
    ),
    declaredTtftMs: deployment.latency?.ttftP50Ms,
    quality: compileQuality(deployment.quality ?? []),
    contract: provider.contract !== undefined && contract ? compileContract(provider.contract, contract) : undefined,
    suspended: provider.status === "suspended",
    phases: compilePhases(first, changesOf(id, deployment, model, provider, catalog)),
  };
}

/** The phase that holds at a moment. */
export function phaseAt(deployment: CompiledDeployment, at: number): DeploymentPhase {
  const { phases } = deployment;
  for (let index = phases.length - 1; index > 0; index -= 1) {
    const phase = phases[index];
    if (phase && phase.from <= at) return phase;
  }
  return phases[0] as DeploymentPhase;
}
