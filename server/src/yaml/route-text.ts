/** The route of a workload, for its hover. */
import { type CheckedWorkspace, formatUsd } from "@fairlead/runtime/documents";
import type { Candidate } from "@fairlead/runtime/policy";
import { decideRoute } from "../requests/explain-route.ts";

/** The deployments that would serve a request now, and those that would not with the reason; in Markdown. */
export function routeMarkdown(workload: string, checked: CheckedWorkspace, at: number): string | undefined {
  const decision = decideRoute(workload, checked, at);
  if (!decision) return undefined;
  const order = decision.candidates.map((candidate, index) => `${index + 1}. ${candidateText(candidate)}`);
  const candidates = new Set(decision.workload.candidates.map(({ id }) => id));
  const out = decision.rejected
    .filter(({ deployment }) => candidates.has(deployment.id))
    .map(({ deployment, rejections: [first] }) => {
      const rule = first ? ` (\`${first.rule}\`)` : "";
      return `- not ${deployment.id}: ${first?.reason ?? "out"}${rule}`;
    });
  const head = order.length === 0 ? "No deployment may serve it now." : "Tried in this order, all being healthy:";
  return [head, order.join("\n"), out.join("\n")].filter(Boolean).join("\n\n");
}

function candidateText({ deployment, because, price, ttftMs }: Candidate): string {
  const cost = price
    ? `$${formatUsd(price.inputPerMillion)} in, $${formatUsd(price.outputPerMillion)} out per million tokens`
    : "price unknown";
  const facts = [because, cost, ...(ttftMs === undefined ? [] : [`first token in ${ttftMs} ms`])];
  return `${deployment.id} (${facts.join("; ")})`;
}
