/** A report as sections of sentences and tables, whatever it is printed as. */
import { formatUsd, microUsd } from "@fairlead/runtime/documents";
import type { Concentration } from "@fairlead/runtime/policy";
import type { GovernanceReport } from "./build.ts";
import type { SpendRow } from "./evidence.ts";

export interface Section {
  title: string;
  sentences: string[];
  /** The first row names the columns; undefined where there is nothing to list. */
  table?: string[][] | undefined;
}

/** What matters first, then what it stands on. */
export function sectionsOf(report: GovernanceReport): Section[] {
  return [
    summary(report),
    outages(report),
    concentration(report),
    contracts(report),
    coming(report),
    ...(report.ledger === undefined ? [] : [spend(report.ledger), records(report.ledger)]),
  ];
}

/** When the report looks, and at which documents. */
export function headline({ at, generation, ledger }: GovernanceReport): string {
  const period = ledger ? `, money from ${dateOf(ledger.since)} to ${dateOf(ledger.until)}` : "";
  return `As of ${dateOf(at)}, documents ${generation}${period}.`;
}

function summary({ counts, findings, contracts, uncontracted, coming, ledger }: GovernanceReport): Section {
  const { workloads, vital, deployments, providers, suppliers } = counts;
  const { unserved, vitalOnOneProvider, providersThatMustNotFail } = findings;
  const over = contracts.filter(({ daysToRenewal = 0 }) => daysToRenewal < 0);
  const late = contracts.filter(({ daysToTerminate = 0 }) => daysToTerminate < 0).filter((one) => !over.includes(one));
  const open = contracts.filter((contract) => contract.open.length > 0).map(contractOf);
  const ending = coming
    .filter((change) => change.unserved.length > 0)
    .map(({ id, effective }) => `${id} (${effective})`);
  const findingsTold = [
    told(unserved, "No provider may serve", "Every workload is served."),
    told(
      vitalOnOneProvider,
      "Critical or high, and on one provider alone",
      "No critical or high workload hangs on one provider.",
    ),
    told(providersThatMustNotFail, "An outage strands critical or high workloads", "Any one provider may fail."),
    told(
      uncontracted.map(({ deployment }) => deployment),
      "Serves without a contract",
      "Whatever serves has a contract.",
    ),
    told(open, "Contracts with open terms", "The catalog knows every term of the contracts."),
    told(late.map(contractOf), "Contracts that can not be ended before they renew", undefined),
    told(over.map(contractOf), "Contracts whose day of renewal is past, as the catalog has it", undefined),
    told(
      ending,
      "Announced changes that leave a workload without a provider",
      "No announced change leaves a workload without a provider.",
    ),
    ledger?.chain.broken === undefined ? undefined : `The ledger is broken at ${ledger.chain.broken}.`,
  ];
  return {
    title: "In short",
    sentences: [
      `${counted(workloads, "workload")}, ${vital} of them critical or high; ${counted(deployments, "deployment")} at ${counted(providers, "provider")}, of models by ${counted(suppliers, "supplier")}.`,
      ...findingsTold.filter((sentence) => sentence !== undefined),
    ],
  };
}

const contractOf = ({ contract }: { contract: string }) => contract;

function told(ids: readonly string[], problem: string, fine: string | undefined): string | undefined {
  return ids.length === 0 ? fine : `${problem}: ${ids.join(", ")}.`;
}

function outages({ outages: all, singles }: GovernanceReport): Section {
  return {
    title: "If a provider is gone",
    sentences: singles.map(
      ({ workload, criticality, dimension, id, candidates }) =>
        `${workload} (${criticality}) hangs on ${dimension} ${id} with all of its ${counted(candidates, "candidate")}.`,
    ),
    table: [
      ["provider", "not served any more", "of those critical or high", "fails until the outage is noticed"],
      ...all.map(({ provider, stranded, vital, interrupted }) => [
        provider,
        stranded.length === 0 ? "nothing" : list(stranded),
        list(vital),
        list(interrupted),
      ]),
    ],
  };
}

function concentration({ concentrations }: GovernanceReport): Section {
  const shares = ({ shares: all }: Concentration) =>
    list(all.map(({ id, share }) => `${id ?? "not known"} ${Math.round(100 * share)} %`));
  return {
    title: "Concentration",
    sentences: [
      "Herfindahl-Hirschman index, at most 10,000: moderate from 1,000, high above 1,800. Workloads weigh by criticality.",
    ],
    table: [
      ["by", "of", "index", "shares"],
      ...concentrations
        .filter((one) => one.shares.length > 0)
        .map((one) => [one.dimension, one.measure, `${one.hhi} (${one.band})`, shares(one)]),
    ],
  };
}

function contracts({ contracts: all, uncontracted }: GovernanceReport): Section {
  return {
    title: "Contracts",
    sentences: uncontracted.map(
      ({ deployment, workloads }) => `${deployment} may serve ${list(workloads)} and has no contract.`,
    ),
    table: [
      ["contract", "provider", "owner", "renews", "terminate by", "serves", "spent, USD", "open terms"],
      ...all.map((one) => [
        one.contract,
        one.provider,
        one.owner ?? "-",
        one.renews === undefined ? "-" : `${one.renews} (${inDays(one.daysToRenewal)})`,
        one.terminateBy === undefined ? "-" : `${one.terminateBy} (${inDays(one.daysToTerminate)})`,
        list(one.workloads),
        one.spentMicroUsd === undefined ? "-" : usd(one.spentMicroUsd),
        list(one.open),
      ]),
    ],
  };
}

function coming({ coming: all }: GovernanceReport): Section {
  return {
    title: "What is announced",
    sentences: all.length === 0 ? ["Nothing is announced."] : [],
    table:
      all.length === 0
        ? undefined
        : [
            ["what", "kind", "holds from", "deployments", "workloads", "without a provider then", "recommended"],
            ...all.map((one) => [
              one.id,
              one.kind,
              `${one.effective} (${inDays(one.days)})`,
              list(one.deployments),
              list(one.workloads),
              list(one.unserved),
              one.replacement ?? "-",
            ]),
          ],
  };
}

function spend({ byBusinessUnit, byProvider, byWorkload }: NonNullable<GovernanceReport["ledger"]>): Section {
  const rows = (kind: string, all: readonly SpendRow[]) =>
    all.map(({ id, requests, served, refused, failed, costMicroUsd }) => [
      ...[kind, id, String(requests), String(served), String(refused), String(failed)],
      usd(costMicroUsd),
    ]);
  const total = byBusinessUnit.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0);
  return {
    title: "Requests and money",
    sentences: [`${usd(total)} USD are recorded.`],
    table: [
      ["by", "which", "requests", "served", "refused", "failed", "USD"],
      ...rows("business unit", byBusinessUnit),
      ...rows("provider", byProvider),
      ...rows("workload", byWorkload),
    ],
  };
}

function records({ chain }: NonNullable<GovernanceReport["ledger"]>): Section {
  const { records: count, removed, anchor, broken } = chain;
  const gone = removed > 0 ? ` Retention removed ${removed} before them.` : "";
  const state =
    broken === undefined
      ? `${counted(count, "record")}, each as it was written, none missing.${gone}`
      : `Broken at ${broken}; the ${count} before it are as they were written.`;
  return { title: "Records", sentences: [state, ...(broken === undefined && count > 0 ? [`Anchor: ${anchor}`] : [])] };
}

const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10);
const list = (ids: readonly string[]) => (ids.length === 0 ? "-" : ids.join(", "));
const usd = (amount: number) => formatUsd(microUsd(amount));

function inDays(days: number | undefined): string {
  if (days === undefined) return "unknown";
  return days < 0 ? `${counted(-days, "day")} ago` : `in ${counted(days, "day")}`;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
