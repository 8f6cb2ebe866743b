/** Shows where a workload's requests go, and why. */
import { l10n, type TextDocumentContentProvider, Uri, ViewColumn, window, workspace } from "vscode";
import { requestExplanation, requestWorkloads } from "../language-server/requests.ts";
import type { Command } from "./services.ts";

const scheme = "fairlead-explain";
const explanations = new Map<string, string>();

/** Serves the explanations as read-only documents. */
export const explanationProvider: { scheme: string; provider: TextDocumentContentProvider } = {
  scheme,
  provider: { provideTextDocumentContent: (uri) => explanations.get(uri.toString()) ?? "" },
};

export const explainRoute: Command = {
  id: "fairlead.explainRoute",
  async run({ server }, chosen) {
    const workload = idIn(chosen) ?? (await pickWorkload(server));
    if (workload === undefined) return;
    const { text } = await requestExplanation(server, workload);
    // A document keeps its text while it is open, so that each explanation needs a name of its own.
    const uri = Uri.from({ scheme, path: `/${workload} route.txt`, query: String(explanations.size + 1) });
    explanations.set(uri.toString(), text);
    const document = await workspace.openTextDocument(uri);
    // Beside the policy that is being read, but not beside a panel, which would only lose room.
    const viewColumn = window.activeTextEditor ? ViewColumn.Beside : ViewColumn.Active;
    await window.showTextDocument(document, { preview: true, viewColumn });
  },
};

async function pickWorkload(server: Parameters<typeof requestWorkloads>[0]): Promise<string | undefined> {
  const workloads = await requestWorkloads(server);
  if (workloads.length === 0) {
    throw new Error(l10n.t("There is no workload: add one to a *.routing-policy.yaml file."));
  }
  const picked = await window.showQuickPick(
    workloads.map(({ id, uri }) => ({ label: id, description: workspace.asRelativePath(Uri.parse(uri)) })),
    { title: l10n.t("Explain the route of which workload?") },
  );
  return picked?.label;
}

/** Commands are called with an id by lenses, and with something else by menus. */
export function idIn(parameter: unknown): string | undefined {
  if (typeof parameter === "string") return parameter;
  if (parameter !== null && typeof parameter === "object" && "id" in parameter && typeof parameter.id === "string") {
    return parameter.id;
  }
  return undefined;
}
