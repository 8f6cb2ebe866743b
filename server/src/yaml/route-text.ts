/** The route of a workload, for its hover. */
import type { CheckedWorkspace } from "@fairlead/runtime/documents";
import { decideRoute } from "../requests/explain-route.ts";

/** The deployments that would serve a request now, and those that would not with the reason; in Markdown. */
export function routeMarkdown(workload: string, checked: CheckedWorkspace, at: number): string | undefined {
  const decision = decideRoute(workload, checked, at);
  if (!decision) return undefined;
  const order = decision.candidates.map(
    ({ deployment, because }, index) => `${index + 1}. ${deployment.id} (${because})`,
  );
  const candidates = new Set(decision.workload.candidates.map(({ id }) => id));
  const out = decision.rejected
    .filter(({ deployment }) => candidates.has(deployment.id))
    .map(({ deployment, rejections }) => `- not ${deployment.id}: ${rejections[0]?.reason ?? "out"}`);
  const head = order.length === 0 ? "No deployment may serve it now." : "Tried in this order, all being healthy:";
  return [head, order.join("\n"), out.join("\n")].filter(Boolean).join("\n\n");
}
