/** What a migration did, what is left and why, as a Markdown document. */
import type { MigrationAnswer } from "../language-server/requests.ts";

/** The words that stand between what the server says; translated by who shows it. */
export interface ReportWords {
  title: string;
  done: string;
  unsaved: string;
  left: string;
  unused: string;
  packages: string;
  unneeded: string;
  nothing: string;
}

/** The report. `unsaved` are the files that changed in the editor and not on the disk. */
export function migrationReport(
  { done, left, unused, missingDependencies, unusedDependencies }: MigrationAnswer,
  unsaved: readonly string[],
  words: ReportWords,
): string {
  const place = ({ file, line }: { file: string; line: number }) => `\`${file}:${line}\``;
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? "" : `\n## ${title} (${lines.length})\n\n${lines.map((line) => `- ${line}\n`).join("")}`;
  const body =
    section(
      words.done,
      done.map((one) => `${place(one)} ${one.api}`),
    ) +
    section(
      words.unsaved,
      unsaved.map((file) => `\`${file}\``),
    ) +
    section(
      words.left,
      left.map((one) => `${place(one)} ${one.api}: ${one.why}`),
    ) +
    section(
      words.unused,
      unused.map((one) => `${place(one)} ${one.name}`),
    ) +
    section(
      words.packages,
      missingDependencies.map(({ manifest, package: name }) => `\`${manifest}\`: \`${name}\``),
    ) +
    section(
      words.unneeded,
      unusedDependencies.map(({ manifest, package: name }) => `\`${manifest}\`: \`${name}\``),
    );
  return `# ${words.title}\n${body === "" ? `\n${words.nothing}\n` : body}`;
}
