/** Pages that are one file: no script, no address, and a policy that would stop both. */
import { escapeMarkup as e } from "./escape.ts";

const STYLE = `:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}body{max-width:72rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;margin:1rem 0}th,td{border-bottom:1px solid #8886;padding:.25rem .75rem;text-align:left;vertical-align:top}
@media print{body{max-width:none;margin:0}section{break-inside:avoid-page}}`;

/**
 * A whole page with its title as heading.
 * @param body markup
 * @param style rules of this page beyond those of all
 */
export function htmlPage(title: string, body: string, style = ""): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width">
<title>${e(title)}</title>
<style>${STYLE}${style}</style>
</head>
<body>
<h1>${e(title)}</h1>
${body}
</body>
</html>
`;
}

/** A table whose first row is its header and whose first column names the rows. Cells are text. */
export function htmlTable([header = [], ...rows]: readonly (readonly string[])[]): string {
  const head = header.map((cell) => `<th scope="col">${e(cell)}</th>`).join("");
  const body = rows.map(([first = "", ...cells]) => {
    return `<tr><th scope="row">${e(first)}</th>${cells.map((cell) => `<td>${e(cell)}</td>`).join("")}</tr>`;
  });
  return `<table><thead><tr>${head}</tr></thead><tbody>\n${body.join("\n")}\n</tbody></table>`;
}
