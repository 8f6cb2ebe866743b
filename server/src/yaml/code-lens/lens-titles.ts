/** What lenses say, worked out for those that are looked at. */
import type { Location } from "@fairlead/runtime/documents";
import { type CompiledPolicy, drill, isVital, servingOf, standing, type WorkloadDrill } from "@fairlead/runtime/policy";
import { decideRoute, policyOf } from "../../requests/explain-route.ts";
import type { PolicyGroup } from "../../workspace/workspace-files.ts";
import { blendedPriceOf, priceText } from "./blended-price.ts";
import type { LensData } from "./lens-places.ts";

/** What a lens says, and what it leads to. */
export interface LensTitle {
  title: string;
  leads?: { to: "references"; locations: Location[] } | { to: "route" | "benchmark" };
}

/** The title of a lens other than `spend`. `mentions` are the places in code that name the id. */
export function lensTitle(
  { lens, kind, id }: LensData,
  group: PolicyGroup,
  mentions: readonly Location[],
  at: number,
): LensTitle {
  const { checked } = group;
  const policy = policyOf(checked);
  switch (lens) {
    case "route":
      return { title: routeTitle(id, group, at), leads: { to: "route" } };
    case "benchmark":
      return { title: "▷ Run benchmark", leads: { to: "benchmark" } };
    case "outage":
      return policy ? outageTitle(id, policy, group, at) : { title: "Outage: unknown while there are errors" };
    case "serves":
      if (policy) return servesTitle(kind === "provider" ? "provider" : "id", id, policy, group, at);
      return references();
    default:
      return references();
  }

  function references(): LensTitle {
    const inDocuments = checked.entities.references(kind, id).map(({ location }) => location);
    const locations = [...inDocuments, ...mentions];
    return { title: counted(locations.length, "reference"), leads: { to: "references", locations } };
  }
}

function routeTitle(workload: string, { checked }: PolicyGroup, at: number): string {
  const decision = decideRoute(workload, checked, at);
  if (!decision) return "No route while there are errors";
  const serving = servingOf(decision);
  if (serving.length === 0) return "No deployment may serve it";
  const price = blendedPriceOf(decision, at);
  const shared = serving.map(({ deployment, share }) =>
    serving.length === 1 ? deployment : `${Math.round(share * 100)}% ${deployment}`,
  );
  return `→ ${shared.join(", ")} · ${price === undefined ? "unknown price" : `${priceText(price)} per million tokens`}`;
}

function servesTitle(
  what: "provider" | "id",
  id: string,
  policy: CompiledPolicy,
  group: PolicyGroup,
  at: number,
): LensTitle {
  const served: string[] = [];
  let first = 0;
  for (const workload of policy.workloads.keys()) {
    const { candidates } = standing(policy, workload, at);
    const position = candidates.findIndex(({ deployment }) => deployment[what] === id);
    if (position < 0) continue;
    served.push(workload);
    if (position === 0) first += 1;
  }
  const others = served.length - first;
  const parts = [
    ...(first > 0 ? [`First choice of ${counted(first, "workload")}`] : []),
    ...(others > 0 ? [first > 0 ? `fallback of ${others}` : `Fallback of ${counted(others, "workload")}`] : []),
  ];
  const title = parts.join(", ") || "Serves no workload";
  return { title, leads: { to: "references", locations: placesOf(served, group) } };
}

function outageTitle(provider: string, policy: CompiledPolicy, group: PolicyGroup, at: number): LensTitle {
  const { workloads } = drill(policy, { providers: [provider] }, at);
  const stranded = workloads.filter((workload) => workload.stranded);
  const moved = workloads.filter((workload) => !workload.stranded && moves(workload));
  const affected = [...stranded, ...moved].map(({ workload }) => workload);
  const parts = [
    ...(moved.length > 0 ? [`${counted(moved.length, "workload")} ${moved.length === 1 ? "moves" : "move"}`] : []),
    ...(stranded.length > 0 ? [strandedText(stranded)] : []),
  ];
  return {
    title: `Outage: ${parts.join(", ") || "nothing changes"}`,
    leads: { to: "references", locations: placesOf(affected, group) },
  };
}

/** Whether ordinary requests go elsewhere than before. */
function moves({ before, lost }: WorkloadDrill): boolean {
  return before.some(({ deployment }) => lost.includes(deployment));
}

function strandedText(stranded: readonly WorkloadDrill[]): string {
  const [only] = stranded;
  if (only && stranded.length === 1) return `${only.workload} (${only.criticality}) has nothing left`;
  const vital = stranded.filter(({ criticality }) => isVital(criticality)).length;
  return `${stranded.length} have nothing left${vital > 0 ? `, ${vital} of them critical or high` : ""}`;
}

function placesOf(workloads: readonly string[], { checked }: PolicyGroup): Location[] {
  return workloads.flatMap((id) => checked.entities.definition("workload", id)?.location ?? []);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
