/** Puts the panel's page into a webview. */
import { randomBytes } from "node:crypto";
import { env, l10n, Uri, type WebviewPanel } from "vscode";
import { panelHtml } from "./panel-html.ts";

export function fillWebview(panel: WebviewPanel, extensionUri: Uri): void {
  const { webview } = panel;
  const folder = Uri.joinPath(extensionUri, "dist/webview");
  webview.options = { enableScripts: true, localResourceRoots: [folder] };
  webview.html = panelHtml({
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString("base64url"),
    scriptUri: webview.asWebviewUri(Uri.joinPath(folder, "benchmark.js")).toString(),
    styleUri: webview.asWebviewUri(Uri.joinPath(folder, "benchmark.css")).toString(),
    language: env.language,
    title: panel.title,
    translations: translations(),
  });
}

/** The editor's translations; a value may carry comments for translators, which the panel has no use for. */
function translations(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(l10n.bundle ?? {}).map(([english, value]) => [
      english,
      typeof value === "string" ? value : (value as { message: string }).message,
    ]),
  );
}
