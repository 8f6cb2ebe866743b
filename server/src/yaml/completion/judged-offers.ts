/** Deployments for a workload: those that may serve it first, the others with the rule that rejects them. */
import type { CheckedWorkspace, DocumentKind } from "@fairlead/runtime/documents";
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
    if (!first) return { ...offer, documentation: `May serve ${workload}.\n\n${offer.documentation}` };
    const reasons = rejections.map(({ rule, reason }) => `- ${reason} (\`${rule}\`)`).join("\n");
    return {
      ...offer,
      isOut: true,
      aside: first.rule,
      detail: `out: ${first.rule} · ${offer.detail}`,
      documentation: `May not serve ${workload}:\n\n${reasons}\n\n${offer.documentation}`,
    };
  });
  return [...judged.filter(({ isOut }) => !isOut), ...judged.filter(({ isOut }) => isOut)];
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
