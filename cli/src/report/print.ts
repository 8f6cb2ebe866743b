/** Sections as text, Markdown and HTML. */
import { escapeMarkup as e } from "../html/escape.ts";
import { htmlPage, htmlTable } from "../html/page.ts";
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

export function reportHtml(headline: string, sections: readonly Section[]): string {
  const body = sections.map(({ title, sentences, table }) => {
    const told = sentences.length === 0 ? "" : `<ul>${sentences.map((one) => `<li>${e(one)}</li>`).join("")}</ul>\n`;
    return `<section>\n<h2>${e(title)}</h2>\n${told}${table ? `${htmlTable(table)}\n` : ""}</section>`;
  });
  return htmlPage(TITLE, [`<p>${e(headline)}</p>`, ...body].join("\n"));
}
