/** On what terms an organisation buys: each contract, what hangs on it, when it must be decided, and what it leaves open. */
import type { Contract, WorkspaceDocuments } from "@fairlead/runtime/documents";
import { type CompiledPolicy, standing, startOfDate } from "@fairlead/runtime/policy";
import type { LedgerEvidence } from "./evidence.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

export interface ContractPosture {
  contract: string;
  provider: string;
  owner: string | undefined;
  document: string | undefined;
  /** Dates, YYYY-MM-DD. */
  renews: string | undefined;
  /** The last day on which a termination can be given. */
  terminateBy: string | undefined;
  /** Whole days from the moment of the report; below 0 it is past. */
  daysToRenewal: number | undefined;
  daysToTerminate: number | undefined;
  /** Workloads that may be served under it, sorted. */
  workloads: string[];
  /** Micro-USD that the ledger has of its provider in the report's period; undefined without a ledger. */
  spentMicroUsd: number | undefined;
  /** Terms that the catalog does not know. */
  open: string[];
}

/** The terms that an auditor asks for, by the words of the report. */
const TERMS: readonly [words: string, isKnown: (contract: Contract) => boolean][] = [
  ["signed document", ({ document }) => document !== undefined],
  ["owner", ({ owner }) => owner !== undefined],
  ["renewal date", ({ renews }) => renews !== undefined],
  ["notice to terminate", ({ noticeToTerminateDays }) => noticeToTerminateDays !== undefined],
  ["audit of safety", ({ auditRights }) => auditRights?.safety !== undefined],
  ["audit of data handling", ({ auditRights }) => auditRights?.dataHandling !== undefined],
  ["training on data", ({ dataHandling }) => dataHandling?.training !== undefined],
  ["retention", ({ dataHandling }) => dataHandling?.retentionDays !== undefined],
  ["notice of prices", ({ changeNotice }) => changeNotice?.priceDays !== undefined],
  ["notice of policies", ({ changeNotice }) => changeNotice?.policyDays !== undefined],
  ["notice of retirement", ({ changeNotice }) => changeNotice?.retirementDays !== undefined],
  ["portability", ({ portability }) => portability !== undefined],
  ["metering", ({ metering }) => metering !== undefined],
];

/** Every contract, those that must be decided first in front. */
export function contractPostures(
  { catalog }: WorkspaceDocuments,
  policy: CompiledPolicy,
  at: number,
  ledger: LedgerEvidence | undefined,
): ContractPosture[] {
  const spent = new Map((ledger?.byProvider ?? []).map(({ id, costMicroUsd }) => [id, costMicroUsd]));
  return Object.entries(catalog.contracts)
    .map(([contract, terms]): ContractPosture => {
      const { provider, owner, document, renews, noticeToTerminateDays } = terms;
      const renewal = renews === undefined ? undefined : startOfDate(renews);
      const last =
        renewal === undefined || noticeToTerminateDays === undefined
          ? undefined
          : renewal - noticeToTerminateDays * DAY_MS;
      return {
        ...{ contract, provider, owner, document, renews },
        terminateBy: last === undefined ? undefined : new Date(last).toISOString().slice(0, 10),
        daysToRenewal: daysTo(renewal, at),
        daysToTerminate: daysTo(last, at),
        workloads: workloadsUnder(policy, contract, at),
        spentMicroUsd: ledger && (spent.get(provider) ?? 0),
        open: TERMS.filter(([, isKnown]) => !isKnown(terms)).map(([words]) => words),
      };
    })
    .sort((a, b) => (a.daysToTerminate ?? Number.POSITIVE_INFINITY) - (b.daysToTerminate ?? Number.POSITIVE_INFINITY));
}

function workloadsUnder(policy: CompiledPolicy, contract: string, at: number): string[] {
  const isUnder = (workload: string) =>
    standing(policy, workload, at).candidates.some(({ deployment }) => deployment.contract?.id === contract);
  return [...policy.workloads.keys()].filter(isUnder).sort();
}

/** Deployments that may serve something and have no contract behind them. */
export interface Uncontracted {
  deployment: string;
  workloads: string[];
}

export function uncontracted(policy: CompiledPolicy, at: number): Uncontracted[] {
  const found = new Map<string, string[]>();
  for (const workload of policy.workloads.keys()) {
    for (const { deployment } of standing(policy, workload, at).candidates) {
      if (deployment.contract !== undefined) continue;
      found.set(deployment.id, [...(found.get(deployment.id) ?? []), workload]);
    }
  }
  return [...found].map(([deployment, workloads]) => ({ deployment, workloads })).sort(byDeployment);
}

const byDeployment = (a: Uncontracted, b: Uncontracted) => (a.deployment < b.deployment ? -1 : 1);

function daysTo(moment: number | undefined, at: number): number | undefined {
  return moment === undefined ? undefined : Math.ceil((moment - at) / DAY_MS);
}
