/** The page of the panel. */

export interface PanelPage {
  /** `webview.cspSource`: where the panel's own files come from. */
  cspSource: string;
  /** Unguessable, new for each page. */
  nonce: string;
  scriptUri: string;
  styleUri: string;
  language: string;
  title: string;
  /** English sentences to translated ones. */
  translations: Readonly<Record<string, string>>;
}

/** The content security policy: our one script by its nonce, our style sheet, and nothing else at all. */
export function contentSecurityPolicy({ cspSource, nonce }: Pick<PanelPage, "cspSource" | "nonce">): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** The whole page. Everything that varies is escaped. */
export function panelHtml(page: PanelPage): string {
  return `<!DOCTYPE html>
<html lang="${escapeHtml(page.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(contentSecurityPolicy(page))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapeHtml(page.styleUri)}">
<title>${escapeHtml(page.title)}</title>
</head>
<body>
<main id="root" data-translations="${escapeHtml(JSON.stringify(page.translations))}"></main>
<script nonce="${escapeHtml(page.nonce)}" src="${escapeHtml(page.scriptUri)}"></script>
</body>
</html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
