/** What of an organisation's code uses which models where: workloads, their code, their routes, and what hangs on whom. */
import type { SourceFinding } from "@fairlead/language-server/code";
import {
  type CompiledPolicy,
  type Concentration,
  type Dimension,
  exposure,
  type Serving,
  servingOf,
  standing,
} from "@fairlead/runtime/policy";

export interface Inventory {
  /** Hash of the documents; null where there are none, or none without errors. */
  generation: string | null;
  /** Milliseconds since 1970. */
  at: number;
  workloads: InventoryWorkload[];
  /** Calls in code that belongs to no workload, or to several. */
  unassigned: VendorCalls[];
  concentrations: Concentration[];
  /** How many files were looked at. */
  files: number;
}

export interface InventoryWorkload {
  workload: string;
  businessUnit: string | null;
  criticality: string | null;
  sensitivity: string | null;
  code: string[];
  calls: VendorCalls[];
  /** What serves ordinary requests, and all that may, in order. */
  serving: Serving[];
  candidates: string[];
  /** What every candidate hangs on. */
  singles: { dimension: Dimension; id: string }[];
}

/** Calls of one vendor. */
export interface VendorCalls {
  /** Id of the vendor: `openai`. */
  vendor: string;
  /** Past the gateway. */
  direct: number;
  gateway: number;
  /** At another gateway, at this machine, or where only a run would tell. */
  other: number;
  /** Files with any of these, sorted. */
  files: string[];
}

/** Puts findings and policy together. Without a policy there is the code alone. `at` is in milliseconds since 1970. */
export function buildInventory(
  scan: { findings: readonly SourceFinding[]; files: number },
  globs: readonly { id: string; globs: readonly string[] }[],
  policy: CompiledPolicy | undefined,
  at: number,
): Inventory {
  const byWorkload = grouped(scan.findings, ({ workload }) => workload);
  const found = policy && policy.workloads.size > 0 ? exposure(policy, at) : undefined;
  const workloads = globs.map(({ id, globs: code }): InventoryWorkload => {
    const calls = vendorCalls(byWorkload.get(id) ?? []);
    const compiled = policy?.workloads.get(id);
    if (!policy || !compiled) return { ...UNKNOWN, workload: id, code: [...code], calls };
    const decision = standing(policy, id, at);
    return {
      workload: id,
      businessUnit: compiled.businessUnit,
      criticality: compiled.criticality,
      sensitivity: compiled.sensitivity,
      code: [...code],
      calls,
      serving: servingOf(decision),
      candidates: decision.candidates.map(({ deployment }) => deployment.id),
      singles: (found?.singles ?? [])
        .filter(({ workload }) => workload === id)
        .map(({ dimension, id: holder }) => ({ dimension, id: holder })),
    };
  });
  const known = new Set<string | null>(globs.map(({ id }) => id));
  return {
    generation: policy?.generation ?? null,
    at,
    workloads,
    unassigned: vendorCalls(scan.findings.filter(({ workload }) => !known.has(workload))),
    concentrations: found?.concentrations ?? [],
    files: scan.files,
  };
}

const UNKNOWN = {
  businessUnit: null,
  criticality: null,
  sensitivity: null,
  serving: [],
  candidates: [],
  singles: [],
} satisfies Partial<InventoryWorkload>;

function grouped<K, T>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

/** The calls by vendor, sorted. */
function vendorCalls(findings: readonly SourceFinding[]): VendorCalls[] {
  return [...grouped(findings, ({ vendor }) => vendor)]
    .map(([vendor, ofVendor]) => {
      const count = (test: (state: SourceFinding["state"]) => boolean): number =>
        ofVendor.filter(({ state }) => test(state)).length;
      return {
        vendor,
        direct: count((state) => state === "direct"),
        gateway: count((state) => state === "gateway"),
        other: count((state) => state !== "direct" && state !== "gateway"),
        files: [...new Set(ofVendor.map(({ file }) => file))].sort(),
      };
    })
    .sort((a, b) => (a.vendor < b.vendor ? -1 : 1));
}
