/** Compiles what rules judge by, and takes over what an edit did not touch. */
import { emptyDocuments } from "../documents/merge-documents.ts";
import type { Catalog, Notice, WorkspaceDocuments } from "../documents/vocabulary.ts";
import { splitDeploymentId } from "../documents/vocabulary.ts";
import { compile } from "../policy/compile.ts";
import { compileDeployment } from "../policy/compile-deployment.ts";
import { compileWorkload } from "../policy/compile-workload.ts";
import { decide } from "../policy/decide.ts";
import { EMPTY_STATE, typicalRequest } from "../policy/standing.ts";
import type { CompiledDeployment, CompiledPolicy, CompiledWorkload, RejectedDeployment } from "../policy/types.ts";

/** What the policy says of a workload's route on a day, budgets aside: these have rules of their own. */
export interface JudgedRoute {
  workload: CompiledWorkload;
  eligible: readonly CompiledDeployment[];
  rejected: readonly RejectedDeployment[];
}

interface Kept<T> {
  key: readonly unknown[];
  value: T;
}

/**
 * Belongs to whoever checks the same workspace again and again. It only saves work: with a new one, the answers are
 * the same.
 */
export class RuleMemory {
  readonly #texts = new WeakMap<object, string>();
  #deployments = new Map<string, Kept<CompiledDeployment>>();
  #lastDeployments: readonly CompiledDeployment[] = [];
  #routes = new Map<string, Kept<JudgedRoute>>();

  /**
   * Compiles documents, without budgets where these are not asked for; the generation's name is not theirs. They must
   * be sound.
   */
  compile(
    { catalog, policy }: Pick<WorkspaceDocuments, "catalog" | "policy">,
    { budgets = false }: { budgets?: boolean } = {},
  ): CompiledPolicy {
    const notices = noticesByDeployment(catalog);
    const before = this.#deployments;
    this.#deployments = new Map();
    const ids = Object.keys(catalog.deployments).sort();
    const compiled = ids.map((id, index) => {
      const key = this.#deploymentKey(id, index, catalog, notices.get(id) ?? []);
      const known = before.get(id);
      const value =
        known && sameKey(known.key, key)
          ? known.value
          : compileDeployment(index, id, { ...catalog, notices: Object.fromEntries(notices.get(id) ?? []) });
      this.#deployments.set(id, { key, value });
      return value;
    });
    if (!sameKey(this.#lastDeployments, compiled)) this.#lastDeployments = compiled;
    const deployments = this.#lastDeployments;
    const deploymentById = new Map(deployments.map((deployment) => [deployment.id, deployment]));
    const rules = Object.entries(policy.rules).map(([id, rule]) => ({ id, rule }));
    const frame = compile({
      catalog: emptyDocuments().catalog,
      policy: { ...policy, workloads: {}, rules: {}, ...(!budgets && { budgets: {} }) },
    });
    return {
      ...frame,
      deployments,
      deploymentById,
      workloads: new Map(
        Object.entries(policy.workloads).map(([id, workload]) => [
          id,
          compileWorkload(id, workload, policy.defaults, deploymentById, rules),
        ]),
      ),
      models: new Set(Object.keys(catalog.models)),
    };
  }

  /** What the policy says of each route at a time (milliseconds since 1970). */
  judge(
    compiled: CompiledPolicy,
    { policy }: Pick<WorkspaceDocuments, "policy">,
    at: number,
  ): Map<string, JudgedRoute> {
    const day = Math.floor(at / DAY);
    const shared = `${day} ${compiled.unpriced} ${this.#text(policy.defaults)} ${JSON.stringify(policy.rules)}`;
    const before = this.#routes;
    this.#routes = new Map();
    const judged = new Map<string, JudgedRoute>();
    for (const [id, workload] of compiled.workloads) {
      const key = [shared, this.#text(policy.workloads[id]), ...workload.candidates];
      const known = before.get(id);
      const value = known && sameKey(known.key, key) ? known.value : judgeOne(compiled, workload, at);
      this.#routes.set(id, { key, value });
      judged.set(id, value);
    }
    return judged;
  }

  #deploymentKey(id: string, index: number, catalog: Catalog, notices: readonly [string, Notice][]): unknown[] {
    const parts = splitDeploymentId(id);
    const provider = catalog.providers[parts?.provider ?? ""];
    return [
      index,
      this.#text(catalog.deployments[id]),
      this.#text(catalog.models[parts?.model ?? ""]),
      this.#text(provider),
      this.#text(catalog.contracts[provider?.contract ?? ""]),
      ...notices.flatMap(([noticeId, notice]) => [noticeId, this.#text(notice)]),
    ];
  }

  /** A value as text to compare by: an edit makes new objects for a whole document, of which most are as before. */
  #text(value: object | undefined): string {
    if (value === undefined) return "";
    const known = this.#texts.get(value);
    if (known !== undefined) return known;
    const text = JSON.stringify(value);
    this.#texts.set(value, text);
    return text;
  }
}

const DAY = 24 * 60 * 60 * 1000;

function judgeOne(compiled: CompiledPolicy, workload: CompiledWorkload, at: number): JudgedRoute {
  const { candidates, rejected } = decide(compiled, typicalRequest(workload.id, at), EMPTY_STATE);
  const eligible = new Set(candidates.map(({ deployment }) => deployment));
  return { workload, eligible: workload.candidates.filter((candidate) => eligible.has(candidate)), rejected };
}

function noticesByDeployment({ notices }: Catalog): Map<string, [string, Notice][]> {
  const byDeployment = new Map<string, [string, Notice][]>();
  for (const [id, notice] of Object.entries(notices)) {
    for (const affected of notice.affects) {
      const known = byDeployment.get(affected);
      if (known) known.push([id, notice]);
      else byDeployment.set(affected, [[id, notice]]);
    }
  }
  return byDeployment;
}

function sameKey(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((part, index) => part === b[index]);
}
