/** A decision for people and for programs. */
import { formatUsd } from "../documents/money.ts";
import type { Candidate, CompiledPrice, Decision } from "./types.ts";

/** A decision as plain JSON, the same from the command line, the gateway and the editor. */
export interface DecisionExplanation {
  generation: string;
  workload: string;
  businessUnit: string;
  criticality: string;
  sensitivity: string;
  strategy: string;
  candidates: {
    deployment: string;
    provider: string;
    model: string;
    region: string | null;
    because: string;
    /** Micro-USD; null is unknown. */
    expectedCostMicroUsd: number | null;
    reservationMicroUsd: number | null;
    ttftMs: number | null;
    maxOutputTokens: number;
    priceBasis: string | null;
    budgets: string[];
  }[];
  rejected: { deployment: string; rejections: { rule: string; reason: string }[] }[];
  /** The candidates that may take up a stream which breaks off; left out where the workload lets none. */
  takenUpBy?: string[];
  warnings: { budget: string; action: string; at: string; spentMicroUsd: number; limitMicroUsd: number }[];
}

function takenUpBy({ workload, candidates }: Decision): string[] {
  if (!workload.continues) return [];
  const able = candidates.filter(({ deployment }) => deployment.capabilities.has("assistant-prefill"));
  return able.map(({ deployment }) => deployment.id);
}

/** A decision without anything but data. */
export function explainDecision(decision: Decision): DecisionExplanation {
  return {
    generation: decision.generation,
    workload: decision.workload.id,
    businessUnit: decision.businessUnit,
    criticality: decision.workload.criticality,
    sensitivity: decision.sensitivity,
    strategy: decision.strategy,
    candidates: decision.candidates.map((candidate) => ({
      deployment: candidate.deployment.id,
      provider: candidate.deployment.provider,
      model: candidate.deployment.model,
      region: candidate.deployment.region ?? null,
      because: candidate.because,
      expectedCostMicroUsd: candidate.expectedCost ?? null,
      reservationMicroUsd: candidate.reservation ?? null,
      ttftMs: candidate.ttftMs ?? null,
      maxOutputTokens: candidate.maxOutputTokens,
      priceBasis: candidate.price?.basis ?? null,
      budgets: candidate.budgets.map((budget) => budget.id),
    })),
    rejected: decision.rejected.map(({ deployment, rejections }) => ({
      deployment: deployment.id,
      rejections: rejections.map(({ rule, reason }) => ({ rule, reason })),
    })),
    ...(decision.workload.continues ? { takenUpBy: takenUpBy(decision) } : {}),
    warnings: decision.warnings.map((warning) => ({
      budget: warning.budget,
      action: warning.action,
      at: warning.at,
      spentMicroUsd: warning.spent,
      limitMicroUsd: warning.limit,
    })),
  };
}

function priceText(price: CompiledPrice | undefined): string {
  if (!price) return "price unknown";
  // Of the catalog's own price only the tier or the time needs saying.
  const basis = price.basis.startsWith("catalog") ? price.basis.slice("catalog".length) : `, by ${price.basis}`;
  return `${formatUsd(price.inputPerMillion)} in / ${formatUsd(price.outputPerMillion)} out USD per million tokens${basis}`;
}

function candidateText(candidate: Candidate, place: number): string {
  const { deployment } = candidate;
  const facts = [
    candidate.because,
    priceText(candidate.price),
    candidate.ttftMs === undefined ? "latency unknown" : `first token after about ${candidate.ttftMs} ms`,
    candidate.expectedCost === undefined ? undefined : `this request about ${formatUsd(candidate.expectedCost)} USD`,
  ];
  return `  ${place}. ${deployment.id}  (${facts.filter(Boolean).join("; ")})`;
}

/** A decision as text: the order in which deployments are tried, and why each of the others is out. */
export function explainText(decision: Decision): string {
  const { workload } = decision;
  const lines = [
    `${workload.id}: ${workload.criticality}, ${decision.sensitivity}, paid by ${decision.businessUnit}, strategy ${decision.strategy} (${decision.generation})`,
  ];
  if (decision.candidates.length === 0) lines.push("No deployment may serve this request.");
  else {
    lines.push("Tried in this order:");
    decision.candidates.forEach((candidate, index) => {
      lines.push(candidateText(candidate, index + 1));
    });
  }
  const able = takenUpBy(decision);
  if (able.length > 0) lines.push(`A stream that breaks off is taken up by ${able.join(", else ")}.`);
  if (decision.rejected.length > 0) lines.push("Out:");
  for (const { deployment, rejections } of decision.rejected) {
    lines.push(`  ${deployment.id}`);
    for (const { rule, reason } of rejections) lines.push(`    ${rule}: ${reason}`);
  }
  for (const warning of decision.warnings) {
    lines.push(
      `Budget ${warning.budget} is past ${warning.at} (${warning.action}): ${formatUsd(warning.spent)} of ${formatUsd(warning.limit)} USD.`,
    );
  }
  return `${lines.join("\n")}\n`;
}
