/** Sections as text, Markdown and HTML. */
import { escapeMarkup as e } from "../bench/exports/escape.ts";
import type { Section } from "./sections.ts";

const TITLE = "Governance report";

/** Lines for a terminal: each row of a table is a block, as cells are long. */
export function reportText(headline: string, sections: readonly Section[]): string {
  const blocks = sections.map(({ title, sentences, table: [header = [], ...rows] = [] }) => {
    const lines = rows.flatMap(([first = "", ...cells]) => [
      `  ${first}`,
      ...cells.flatMap((cell, index) => (cell === "-" ? [] : [`    ${header[index + 1]}: ${cell}`])),
    ]);
    return [title, ...sentences.map((sentence) => `  ${sentence}`), ...lines].join("\n");
  });
  return `${[`${TITLE}. ${headline}`, ...blocks].join("\n\n")}\n`;
}

export function reportMarkdown(headline: string, sections: readonly Section[]): string {
  const parts = sections.flatMap(({ title, sentences, table }) => [
    `## ${title}`,
    ...(sentences.length > 0 ? [sentences.map((sentence) => `- ${plain(sentence)}`).join("\n")] : []),
    ...(table ? [markdownTable(table)] : []),
  ]);
  return `${[`# ${TITLE}`, plain(headline), ...parts].join("\n\n")}\n`;
}

function markdownTable([header = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(plain).join(" | ")} |`;
  return [line(header), `|${header.map(() => " --- |").join("")}`, ...rows.map(line)].join("\n");
}

const plain = (text: string) => text.replace(/[\\`*_<>[\]|~#]/g, "\\$&").replace(/\s+/g, " ");

const STYLE = `:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}body{max-width:72rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;margin:1rem 0}th,td{border-bottom:1px solid #8886;padding:.25rem .75rem;text-align:left;vertical-align:top}
@media print{body{max-width:none;margin:0}section{break-inside:avoid-page}}`;

/** One file that needs nothing else: no script, no address, and a policy that would stop both. */
export function reportHtml(headline: string, sections: readonly Section[]): string {
  const body = sections.map(({ title, sentences, table }) => {
    const told = sentences.length === 0 ? "" : `<ul>${sentences.map((one) => `<li>${e(one)}</li>`).join("")}</ul>\n`;
    return `<section>\n<h2>${e(title)}</h2>\n${told}${table ? htmlTable(table) : ""}</section>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width">
<title>${TITLE}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${TITLE}</h1>
<p>${e(headline)}</p>
${body.join("\n")}
</body>
</html>
`;
}

function htmlTable([header = [], ...rows]: readonly (readonly string[])[]): string {
  const head = header.map((cell) => `<th scope="col">${e(cell)}</th>`).join("");
  const body = rows.map(([first = "", ...cells]) => {
    return `<tr><th scope="row">${e(first)}</th>${cells.map((cell) => `<td>${e(cell)}</td>`).join("")}</tr>`;
  });
  return `<table><thead><tr>${head}</tr></thead><tbody>\n${body.join("\n")}\n</tbody></table>\n`;
}
