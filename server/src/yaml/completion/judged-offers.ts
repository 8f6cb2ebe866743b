/** Deployments for a workload: those that may serve it first, the others with the rule that rejects them. */
import type { CheckedWorkspace, DocumentKind } from "@fairlead/runtime/documents";
import type { Rejection } from "@fairlead/runtime/policy";
import { eligibility } from "../eligibility.ts";
import type { Path } from "./climb.ts";
import type { ValueOffer } from "./value-offers.ts";

/** Offers of deployments with what decisions say of each; the offers as they are where nothing is said. */
export function judgedOffers(
  offers: ValueOffer[],
  kind: DocumentKind,
  path: Path,
  checked: CheckedWorkspace,
  now: number,
): ValueOffer[] {
  const workload = workloadOf(kind, path, checked);
  const verdicts = workload === undefined ? undefined : eligibility(workload, checked, now);
  if (!verdicts) return offers;
  const judged = offers.map((offer): ValueOffer => {
    const rejections = verdicts.get(offer.value);
    if (!rejections) return offer;
    const [first] = rejections;
    const entity = offer.entity && { ...offer.entity, ...(workload !== undefined && { workload }) };
    const documentation = () => `${verdict(workload ?? "", rejections)}\n\n${offer.documentation()}`;
    if (!first) return { ...offer, documentation, ...(entity && { entity }) };
    return {
      ...offer,
      documentation,
      ...(entity && { entity }),
      isOut: true,
      aside: first.rule,
      detail: `out: ${first.rule} · ${offer.detail}`,
    };
  });
  return [...judged.filter(({ isOut }) => !isOut), ...judged.filter(({ isOut }) => isOut)];
}

/** Whether a deployment may serve a workload, in Markdown. */
export function verdict(workload: string, rejections: readonly Rejection[]): string {
  if (rejections.length === 0) return `May serve ${workload}.`;
  const reasons = rejections.map(({ rule, reason }) => `- ${reason} (\`${rule}\`)`).join("\n");
  return `May not serve ${workload}:\n\n${reasons}`;
}

/** The workload whose deployments are listed at a path: of its own route, or of a benchmark. */
export function workloadOf(kind: DocumentKind, path: Path, { documents }: CheckedWorkspace): string | undefined {
  const [section, id, key, list] = path;
  if (typeof id !== "string") return undefined;
  if (kind === "RoutingPolicy" && section === "workloads" && key === "route")
    return list === "candidates" || list === "weights" ? id : undefined;
  if (kind !== "BenchmarkSuite" || section !== "benchmarks" || key !== "arms") return undefined;
  const benchmark: unknown = Object.hasOwn(documents.benchmarks, id) ? documents.benchmarks[id] : undefined;
  const workload = (benchmark as { workload?: unknown } | null | undefined)?.workload;
  return typeof workload === "string" ? workload : undefined;
}
