/**
 * The record as FOCUS 1.3, the FinOps Open Cost and Usage Specification (https://focus.finops.org): what finance tools
 * read. docs/ledger.md says what each column holds.
 */
import { csvRow } from "../csv.ts";
import type { DecisionRecord } from "../types.ts";
import { type CostKind, type CostPart, costParts } from "./cost-parts.ts";

/** What the catalog says of a deployment; a deployment that is not in it any more is named by its ids. */
export interface FocusDeployment {
  /** The company that runs the service and sends the invoice. */
  host: string;
  /** The name of its service. */
  service: string;
  /** Who built the model. */
  supplier: string;
  region: string | undefined;
  contract: string | undefined;
}

export interface FocusOptions {
  /** The length of a charge period; periods are those of UTC. */
  period: "hour" | "day";
  describe: (deployment: string) => FocusDeployment | undefined;
}

/** One row: column to value. */
export type FocusRow = Record<(typeof FOCUS_COLUMNS)[number], string>;

export const FOCUS_COLUMNS = [
  "BilledCost",
  "BillingAccountId",
  "BillingAccountName",
  "BillingCurrency",
  "BillingPeriodEnd",
  "BillingPeriodStart",
  "ChargeCategory",
  "ChargeClass",
  "ChargeDescription",
  "ChargeFrequency",
  "ChargePeriodEnd",
  "ChargePeriodStart",
  "ConsumedQuantity",
  "ConsumedUnit",
  "ContractedCost",
  "ContractedUnitPrice",
  "EffectiveCost",
  "HostProviderName",
  "InvoiceIssuerName",
  "ListCost",
  "ListUnitPrice",
  "PricingCategory",
  "PricingQuantity",
  "PricingUnit",
  "ProviderName",
  "PublisherName",
  "RegionId",
  "ResourceId",
  "ResourceName",
  "ResourceType",
  "ServiceCategory",
  "ServiceName",
  "ServiceProviderName",
  "ServiceSubcategory",
  "SkuId",
  "SkuMeter",
  "SkuPriceId",
  "SubAccountId",
  "SubAccountName",
  "Tags",
  "x_Model",
  "x_Requests",
  "x_TokenType",
  "x_UsageBasis",
] as const;

const METERS: Record<CostKind, string> = {
  input: "Input Tokens",
  "cached-input": "Cached Input Tokens",
  "cache-write": "Cache Write Tokens",
  "cache-write-hour": "One Hour Cache Write Tokens",
  output: "Output Tokens",
  request: "Requests",
  unattributed: "Requests",
};

const HOUR = 3_600_000;
const PERIOD_MS = { hour: HOUR, day: 24 * HOUR } as const;

interface Charge {
  start: number;
  record: DecisionRecord;
  part: CostPart;
  requests: number;
}

function chargeKey(start: number, record: DecisionRecord, part: CostPart): string {
  const { deployment, provider, businessUnit, workload, usageBasis } = record;
  return JSON.stringify([
    start,
    deployment,
    provider,
    businessUnit,
    workload,
    usageBasis,
    part.kind,
    part.pricePerMillion,
  ]);
}

function iso(at: number): string {
  return new Date(at).toISOString().replace(".000Z", "Z");
}

function usd(micro: number): string {
  return (micro / 1e6).toFixed(6);
}

/** Millionths as a decimal without an exponent and without trailing zeros. */
function millionths(count: number): string {
  return (count / 1e6).toFixed(6).replace(/\.?0+$/, "");
}

function month(at: number): { start: number; end: number } {
  const date = new Date(at);
  return {
    start: Date.UTC(date.getUTCFullYear(), date.getUTCMonth()),
    end: Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1),
  };
}

function rowOf({ start, record, part, requests }: Charge, options: FocusOptions): FocusRow {
  const provider = record.provider ?? "unknown";
  const deployment = record.deployment ?? "unknown";
  const known = options.describe(deployment);
  const host = known?.host ?? provider;
  const period = month(start);
  const cost = usd(part.microUsd ?? 0);
  const counted = part.kind === "request" || part.kind === "unattributed";
  const price = part.pricePerMillion;
  // Without a price FOCUS wants the columns of the price, and of the quantity that it is for, empty.
  const unitPrice = price === undefined ? "" : usd(counted ? price / 1e6 : price);
  const sku = `${deployment}/${part.kind}`;
  return {
    BilledCost: cost,
    BillingAccountId: known?.contract ?? provider,
    BillingAccountName: known?.contract ?? provider,
    BillingCurrency: "USD",
    BillingPeriodEnd: iso(period.end),
    BillingPeriodStart: iso(period.start),
    ChargeCategory: "Usage",
    ChargeClass: "",
    ChargeDescription: `${METERS[part.kind]} of ${deployment} for ${record.workload}`,
    ChargeFrequency: "Usage-Based",
    ChargePeriodEnd: iso(start + PERIOD_MS[options.period]),
    ChargePeriodStart: iso(start),
    ConsumedQuantity: String(part.quantity),
    ConsumedUnit: counted ? "Requests" : "Tokens",
    ContractedCost: cost,
    ContractedUnitPrice: unitPrice,
    EffectiveCost: cost,
    HostProviderName: host,
    InvoiceIssuerName: host,
    ListCost: cost,
    ListUnitPrice: unitPrice,
    PricingCategory: price === undefined ? "" : "Standard",
    PricingQuantity: price === undefined ? "" : counted ? String(part.quantity) : millionths(part.quantity),
    PricingUnit: price === undefined ? "" : counted ? "Requests" : "1000000 Tokens",
    ProviderName: host,
    PublisherName: known?.supplier ?? provider,
    RegionId: known?.region ?? "",
    ResourceId: deployment,
    ResourceName: deployment,
    ResourceType: "Model Deployment",
    ServiceCategory: "AI and Machine Learning",
    ServiceName: known?.service ?? provider,
    ServiceProviderName: host,
    ServiceSubcategory: "Generative AI",
    SkuId: sku,
    SkuMeter: METERS[part.kind],
    SkuPriceId: price === undefined ? "" : `${sku}/${unitPrice}`,
    SubAccountId: record.businessUnit,
    SubAccountName: record.businessUnit,
    Tags: JSON.stringify({ "business-unit": record.businessUnit, workload: record.workload }),
    x_Model: record.model ?? "",
    x_Requests: String(requests),
    x_TokenType: part.kind,
    x_UsageBasis: record.usageBasis ?? "",
  };
}

/**
 * Adds records up into FOCUS rows: one for each charge period, deployment, business unit, workload, kind of token and
 * price. The billed costs of all rows add up to the costs of all records, to the micro-USD.
 */
export async function focusRows(
  records: AsyncIterable<DecisionRecord> | Iterable<DecisionRecord>,
  options: FocusOptions,
): Promise<FocusRow[]> {
  const charges = new Map<string, Charge>();
  const length = PERIOD_MS[options.period];
  for await (const record of records) {
    const start = Math.floor(record.at / length) * length;
    for (const part of costParts(record)) {
      const key = chargeKey(start, record, part);
      const charge = charges.get(key);
      if (!charge) charges.set(key, { start, record, part, requests: 1 });
      else {
        charge.requests += 1;
        charge.part.quantity += part.quantity;
        charge.part.microUsd = charge.part.microUsd === null ? null : charge.part.microUsd + (part.microUsd ?? 0);
      }
    }
  }
  return [...charges.values()].toSorted((a, b) => a.start - b.start).map((charge) => rowOf(charge, options));
}

/** Rows as CSV, with the names of the columns first. */
export function focusCsv(rows: readonly FocusRow[]): string {
  return csvRow(FOCUS_COLUMNS) + rows.map((row) => csvRow(FOCUS_COLUMNS.map((column) => row[column]))).join("");
}
