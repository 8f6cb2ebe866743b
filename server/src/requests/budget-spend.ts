/** What a connected gateway says of budgets, in lenses and hovers. */
import type { Hover } from "vscode-languageserver";
import type { ServerContext } from "../server-context.ts";
import { GatewaySpend, spendText } from "../workspace/gateway-spend.ts";
import type { PolicyGroup } from "../workspace/workspace-files.ts";

const known = new WeakMap<ServerContext, GatewaySpend>();

/** The spend that is shown on a connection. */
export function spendOf(context: ServerContext): GatewaySpend {
  const spend = known.get(context) ?? new GatewaySpend();
  known.set(context, spend);
  return spend;
}

/** The title of a budget's lens. */
export async function spendTitle(context: ServerContext, group: PolicyGroup, budget: string): Promise<string> {
  const spend = await spendOf(context).of(budget, context.now());
  return spend ? spendText(spend, timeZoneOf(group, budget)) : "The gateway does not know this budget";
}

/** A hover over the id of a budget with what it has spent; any other as it is. */
export async function withSpend(
  context: ServerContext,
  group: PolicyGroup,
  uri: string,
  shown: Hover | null,
): Promise<Hover | null> {
  const contents = shown?.contents;
  const start = shown?.range?.start;
  if (!contents || !start || typeof contents !== "object" || !("kind" in contents)) return shown;
  const budget = group.checked.entities.at(uri, start);
  const spend = budget?.kind === "budget" ? await spendOf(context).of(budget.id, context.now()) : undefined;
  if (!budget || !spend) return shown;
  const text = spendText(spend, timeZoneOf(group, budget.id));
  return { ...shown, contents: { ...contents, value: `${contents.value}\n\n${text}` } };
}

function timeZoneOf({ checked }: PolicyGroup, budget: string): string | undefined {
  const { budgets } = checked.documents.policy;
  const zone: unknown = Object.hasOwn(budgets, budget) ? budgets[budget]?.timezone : undefined;
  return typeof zone === "string" ? zone : undefined;
}
