/** What leaders and auditors ask of an organisation's models: who it hangs on, on what terms, and what comes. */
import type { WorkspaceDocuments } from "@fairlead/runtime/documents";
import {
  type CompiledPolicy,
  type Concentration,
  drill,
  exposure,
  isVital,
  type SinglePoint,
  standing,
  strandedAndVital,
} from "@fairlead/runtime/policy";
import { type ComingChange, comingChanges } from "./coming.ts";
import { type ContractPosture, contractPostures, type Uncontracted, uncontracted } from "./contracts.ts";
import type { LedgerEvidence } from "./evidence.ts";

export interface GovernanceReport {
  /** Hash of the documents. */
  generation: string;
  /** Milliseconds since 1970: the moment that is looked at. */
  at: number;
  /** How much there is. */
  counts: { workloads: number; vital: number; deployments: number; providers: number; suppliers: number };
  /** Vital workloads are `critical` and `high`. */
  findings: {
    /** Workloads that nothing may serve. */
    unserved: string[];
    /** Vital workloads that one provider alone may serve. */
    vitalOnOneProvider: string[];
    /** Providers whose outage strands a vital workload. */
    providersThatMustNotFail: string[];
  };
  /** By dimension and measure: workloads weighed by criticality, and requests and money where a ledger is there. */
  concentrations: Concentration[];
  /** What all candidates of a vital workload hang on. */
  singles: SinglePoint[];
  /** What each provider's outage does. */
  outages: { provider: string; stranded: string[]; vital: string[]; interrupted: string[] }[];
  contracts: ContractPosture[];
  uncontracted: Uncontracted[];
  coming: ComingChange[];
  /** undefined where there is no ledger. */
  ledger: LedgerEvidence | undefined;
}

/** `at` is in milliseconds since 1970. */
export function buildReport(
  documents: WorkspaceDocuments,
  policy: CompiledPolicy,
  at: number,
  ledger: LedgerEvidence | undefined,
): GovernanceReport {
  const workloads = [...policy.workloads.values()];
  const vital = new Set(workloads.filter(({ criticality }) => isVital(criticality)).map(({ id }) => id));
  const { concentrations, singles } = exposure(policy, at, ledger?.traffic);
  const providers = [...new Set(policy.deployments.map(({ provider }) => provider))].sort();
  const outages = providers.map((provider) => {
    const found = drill(policy, { providers: [provider] }, at);
    const named = (flag: "stranded" | "interrupted") => found.workloads.filter((one) => one[flag]).map(idOf);
    return {
      provider,
      stranded: named("stranded"),
      vital: strandedAndVital(found).map(idOf),
      interrupted: named("interrupted"),
    };
  });
  return {
    generation: policy.generation,
    at,
    counts: {
      workloads: workloads.length,
      vital: vital.size,
      deployments: policy.deployments.length,
      providers: providers.length,
      suppliers: new Set(policy.deployments.map(({ supplier }) => supplier)).size,
    },
    findings: {
      unserved: workloads.filter(({ id }) => standing(policy, id, at).candidates.length === 0).map(({ id }) => id),
      vitalOnOneProvider: singles
        .filter(({ dimension, workload }) => dimension === "provider" && vital.has(workload))
        .map(idOf),
      providersThatMustNotFail: outages.filter((one) => one.vital.length > 0).map(({ provider }) => provider),
    },
    concentrations,
    singles: singles.filter(({ workload }) => vital.has(workload)),
    outages,
    contracts: contractPostures(documents, policy, at, ledger),
    uncontracted: uncontracted(policy, at),
    coming: comingChanges(documents, policy, at),
    ledger,
  };
}

const idOf = ({ workload }: { workload: string }) => workload;
