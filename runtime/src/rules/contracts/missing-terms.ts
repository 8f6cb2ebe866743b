import type { Severity } from "../../documents/diagnostic.ts";
import type { Contract } from "../../documents/vocabulary.ts";
import type { WorkspaceFinding, WorkspaceRule } from "../rule.ts";
import type { WorkspaceView } from "../view.ts";
import { listed } from "../words.ts";
import { type Served, servedByContracts } from "./served.ts";

const NOTHING: Served = { deployments: [], workloads: [], sensitivity: undefined, criticality: undefined };

/** One finding for each contract that lacks keys of a part; none for those that carry nothing. */
function* missing(
  view: WorkspaceView,
  part: keyof Contract & string,
  keys: readonly string[],
  why: string,
  value: Readonly<Record<string, unknown>>,
  severityFor: (served: Served) => Severity | undefined,
): Iterable<WorkspaceFinding> {
  const served = servedByContracts(view);
  for (const [id, contract] of Object.entries(view.documents.catalog.contracts)) {
    const carried = served.get(id) ?? NOTHING;
    const severity = severityFor(carried);
    if (severity === undefined) continue;
    const given = contract[part] as Readonly<Record<string, unknown>> | undefined;
    const absent = keys.filter((key) => given?.[key] === undefined);
    const place = absent.length > 0 ? view.keyPlace("contract", id, part) : undefined;
    if (!place) continue;
    const what = given === undefined ? `"${part}"` : `${listed(absent.map((key) => `"${key}"`))} in "${part}"`;
    const lacking = Object.fromEntries(absent.flatMap((key) => (key in value ? [[key, value[key]]] : [])));
    yield {
      place,
      message: `The contract "${id}" does not say ${what}: ${why}. ${carriedText(carried)}`,
      severity,
      data: {
        missing: given === undefined ? part : (absent[0] ?? part),
        value: given === undefined ? lacking : lacking[absent[0] ?? ""],
      },
    };
  }
}

function carriedText({ workloads, sensitivity }: Served): string {
  return `It carries ${listed(
    workloads.map((id) => `"${id}"`),
    3,
  )}${sensitivity ? `, with data up to ${sensitivity}` : ""}.`;
}

const whenUsed =
  (severity: Severity) =>
  (served: Served): Severity | undefined =>
    served.workloads.length > 0 ? severity : undefined;

/** A warning from confidential data on, and where a critical workload hangs on it. */
const bySensitivity = (served: Served): Severity | undefined =>
  served.workloads.length === 0
    ? undefined
    : served.sensitivity === "restricted" || served.sensitivity === "confidential"
      ? "warning"
      : "information";

/**
 * A contract that carries workloads and does not say what can be taken along when it ends: embeddings, vector indexes,
 * in which format.
 *
 * Ask before you need it: portability is granted when a contract is signed, hardly ever when it ends.
 *
 * Wrong:
 * ```yaml
 * contracts:
 *   microsoft-ea:
 *     provider: azure-swedencentral
 *     metering: { tokens: per-million, requests: counted }
 *     changeNotice: { priceDays: 90, policyDays: 60, retirementDays: 180 }
 *     auditRights: { safety: true, dataHandling: true }
 *     dataHandling: { training: false, retentionDays: 0 }
 * ```
 *
 * Right:
 * ```yaml
 * contracts:
 *   microsoft-ea:
 *     provider: azure-swedencentral
 *     portability: { embeddings: true, vectorIndexExport: true, format: parquet }
 *     metering: { tokens: per-million, requests: counted }
 *     changeNotice: { priceDays: 90, policyDays: 60, retirementDays: 180 }
 *     auditRights: { safety: true, dataHandling: true }
 *     dataHandling: { training: false, retentionDays: 0 }
 * ```
 */
export const missingPortability: WorkspaceRule = {
  code: "contract.missing-portability",
  severity: "information",
  check: (view) =>
    missing(
      view,
      "portability",
      ["embeddings", "vectorIndexExport"],
      "what can be taken along when it ends",
      { embeddings: true, vectorIndexExport: true },
      whenUsed("information"),
    ),
};

/**
 * A contract that carries workloads and does not define what is metered: an invoice can not be checked against it.
 *
 * Wrong:
 * ```yaml
 * contracts:
 *   microsoft-ea:
 *     provider: azure-swedencentral
 *     portability: { embeddings: true, vectorIndexExport: true }
 *     changeNotice: { priceDays: 90, policyDays: 60, retirementDays: 180 }
 *     auditRights: { safety: true, dataHandling: true }
 *     dataHandling: { training: false, retentionDays: 0 }
 * ```
 *
 * Right:
 * ```yaml
 * contracts:
 *   microsoft-ea:
 *     provider: azure-swedencentral
 *     portability: { embeddings: true, vectorIndexExport: true }
 *     metering: { tokens: per-million, requests: counted }
 *     changeNotice: { priceDays: 90, policyDays: 60, retirementDays: 180 }
 *     auditRights: { safety: true, dataHandling: true }
 *     dataHandling: { training: false, retentionDays: 0 }
 * ```
 */
export const missingMetering: WorkspaceRule = {
  code: "contract.missing-metering",
  severity: "information",
  check: (view) =>
    missing(
      view,
      "metering",
      ["tokens", "requests"],
      "how usage is counted and billed",
      { tokens: "per-million", requests: "counted" },
      whenUsed("information"),
    ),
};

/**
 * A contract that carries workloads and promises no notice before prices, policies or models change. A warning where a
 * critical workload hangs on it.
 *
 * Wrong:
 * ```yaml
 * contracts:
 *   microsoft-ea:
 *     provider: azure-swedencentral
 *     portability: { embeddings: true, vectorIndexExport: true }
 *     metering: { tokens: per-million, requests: counted }
 *     changeNotice: { priceDays: 90 }
 *     auditRights: { safety: true, dataHandling: true }
 *     dataHandling: { training: false, retentionDays: 0 }
 * ```
 *
 * Right:
 * ```yaml
 * contracts:
 *   microsoft-ea:
 *     provider: azure-swedencentral
 *     portability: { embeddings: true, vectorIndexExport: true }
 *     metering: { tokens: per-million, requests: counted }
 *     changeNotice: { priceDays: 90, policyDays: 60, retirementDays: 180 }
 *     auditRights: { safety: true, dataHandling: true }
 *     dataHandling: { training: false, retentionDays: 0 }
 * ```
 */
export const missingChangeNotice: WorkspaceRule = {
  code: "contract.missing-change-notice",
  severity: "information",
  check: (view) =>
    missing(
      view,
      "changeNotice",
      ["priceDays", "policyDays", "retirementDays"],
      "how long before a change it is announced",
      { priceDays: 90, policyDays: 60, retirementDays: 180 },
      (served) => (served.criticality === "critical" ? "warning" : whenUsed("information")(served)),
    ),
};

/**
 * A contract that carries workloads and does not say whether safety and data handling may be audited. A warning from
 * confidential data on. That the right is refused (`false`) is known and not reported.
 *
 * Wrong:
 * ```yaml
 * contracts:
 *   microsoft-ea:
 *     provider: azure-swedencentral
 *     portability: { embeddings: true, vectorIndexExport: true }
 *     metering: { tokens: per-million, requests: counted }
 *     changeNotice: { priceDays: 90, policyDays: 60, retirementDays: 180 }
 *     dataHandling: { training: false, retentionDays: 0 }
 * ```
 *
 * Right:
 * ```yaml
 * contracts:
 *   microsoft-ea:
 *     provider: azure-swedencentral
 *     portability: { embeddings: true, vectorIndexExport: true }
 *     metering: { tokens: per-million, requests: counted }
 *     changeNotice: { priceDays: 90, policyDays: 60, retirementDays: 180 }
 *     auditRights: { safety: true, dataHandling: true }
 *     dataHandling: { training: false, retentionDays: 0 }
 * ```
 */
export const missingAuditRights: WorkspaceRule = {
  code: "contract.missing-audit-rights",
  severity: "information",
  check: (view) =>
    missing(
      view,
      "auditRights",
      ["safety", "dataHandling"],
      "whether you may audit",
      { safety: false, dataHandling: false },
      bySensitivity,
    ),
};

/**
 * A contract that carries workloads and does not say what happens to the data: whether models learn from it, and how
 * long it is kept. A warning from confidential data on.
 *
 * Wrong:
 * ```yaml
 * contracts:
 *   microsoft-ea:
 *     provider: azure-swedencentral
 *     portability: { embeddings: true, vectorIndexExport: true }
 *     metering: { tokens: per-million, requests: counted }
 *     changeNotice: { priceDays: 90, policyDays: 60, retirementDays: 180 }
 *     auditRights: { safety: true, dataHandling: true }
 * ```
 *
 * Right:
 * ```yaml
 * contracts:
 *   microsoft-ea:
 *     provider: azure-swedencentral
 *     portability: { embeddings: true, vectorIndexExport: true }
 *     metering: { tokens: per-million, requests: counted }
 *     changeNotice: { priceDays: 90, policyDays: 60, retirementDays: 180 }
 *     auditRights: { safety: true, dataHandling: true }
 *     dataHandling: { training: false, retentionDays: 0 }
 * ```
 */
export const missingDataHandling: WorkspaceRule = {
  code: "contract.missing-data-handling",
  severity: "information",
  check: (view) =>
    missing(
      view,
      "dataHandling",
      ["training", "retentionDays"],
      "whether models learn from the data and how long it is kept",
      {},
      bySensitivity,
    ),
};
