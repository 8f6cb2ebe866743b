/** Reads the pages of the rules out of the comments above them, and writes them as files. */
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./paths.mjs";

/**
 * @typedef {object} RulePage
 * @property {string} code
 * @property {string} severity How loudly it speaks without settings.
 * @property {boolean} fixed Whether no generation can be made with the mistake.
 * @property {string} summary The first sentence.
 * @property {string} body The whole comment, as Markdown.
 * @property {string} source The file that holds the rule.
 */

const SOURCES = "{runtime/src/documents/rules,runtime/src/rules,server/src/code/rules}/**/*.ts";
const RULE =
  /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export const \w+(?:: \w+)? = \{\s*code: "([a-z]+\.[a-z-]+)",\s*severity: "(\w+)"/g;

/** Families whose mistakes keep documents from being put in force. */
const FIXED = /^(yaml|document|link)\./;

/** All pages, by code. @returns {RulePage[]} */
export function readRulePages() {
  const files = globSync(SOURCES, { cwd: root }).filter((file) => !file.endsWith(".test.ts"));
  const pages = files.flatMap((source) => {
    const text = readFileSync(path.join(root, source), "utf8");
    return [...text.matchAll(RULE)].map(([, comment = "", code = "", severity = ""]) => {
      const body = plainText(comment);
      const isDocumentRule = source.split(path.sep).join("/").startsWith("runtime/src/documents/rules/");
      const fixed = severity === "error" && (FIXED.test(code) || isDocumentRule);
      return { code, severity, fixed, summary: firstSentence(body), body, source: source.split(path.sep).join("/") };
    });
  });
  return pages.sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** A comment without its stars. @param {string} comment */
function plainText(comment) {
  return comment
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, "").trimEnd())
    .join("\n")
    .trim();
}

/** @param {string} body */
function firstSentence(body) {
  const [paragraph = ""] = body.split("\n\n");
  const words = paragraph.replaceAll("\n", " ");
  return /^.*?[.:](?=\s+["`A-Z]|$)/.exec(words)?.[0].replace(/:$/, ".") ?? words;
}

/** The page of a rule as a Markdown file. @param {RulePage} page */
export function pageText({ code, severity, fixed, body }) {
  const said = fixed
    ? "Always an error: documents with it are not put in force. It can not be silenced."
    : `Severity: ${severity}, unless a \`fairlead.yaml\` says otherwise (\`checks.severity\`).`;
  const suppress = fixed
    ? ""
    : `\n## To silence it\n\nFor one line, at its end or on the line above: \`# fairlead-ignore ${code} -- why\`. For a file, above everything but\ncomments: \`# fairlead-ignore-file ${code} -- why\`. For a folder, in its \`fairlead.yaml\`:\n\n\`\`\`yaml\napiVersion: fairlead/v1\nkind: Project\nchecks: { severity: { ${code}: off } }\n\`\`\`\n`;
  const isCode = code.startsWith("code.");
  return `# ${code}\n\n${said}\n\n${headed(body)}\n${isCode ? suppress.replaceAll("# fairlead-ignore", "// fairlead-ignore") : suppress}`;
}

/** The comments say "Wrong:" and "Right:"; on a page these are headings. @param {string} body */
function headed(body) {
  return body.replaceAll(/^(Wrong|Right):$/gm, "## $1\n");
}

const HOW = `Severities are \`error\`, \`warning\`, \`information\` and \`hint\`; a \`fairlead.yaml\` sets them for its folder and those below,
with the limits that rules go by and the files that nobody looks at:

\`\`\`yaml
apiVersion: fairlead/v1
kind: Project
checks:
  severity: { id.unused: off, contract.missing-portability: warning }
  priceMaxAgeDays: 90
exclude: ["test/fixtures"]
\`\`\`

One finding is silenced by a comment at the end of its line or alone on the line above it, all of a rule in a file by one
above everything but comments. A comment that silences nothing is hinted at.

\`\`\`yaml
route: { candidates: [gpt-5.5@openai] } # fairlead-ignore route.single-deployment -- a second provider comes in March
\`\`\`

Mistakes in YAML, in the form of a document and in its links are always errors, and can not be silenced: documents with
them are not put in force. A severity that is raised to \`error\` fails the check, and keeps no gateway from starting.
`;

/** The list of all rules. @param {RulePage[]} pages */
export function indexText(pages) {
  const families = [...new Set(pages.map(({ code }) => code.split(".")[0] ?? ""))];
  const sections = families.map((family) => {
    const rows = pages
      .filter(({ code }) => code.startsWith(`${family}.`))
      .map(
        ({ code, severity, summary }) =>
          `| [\`${code}\`](${code}.md) | ${severity} | ${summary.replaceAll("|", "\\|")} |`,
      );
    return `## ${family}\n\n| rule | severity | what it says |\n| --- | --- | --- |\n${rows.join("\n")}\n`;
  });
  return `# Rules\n\nWhat \`fairlead check\` and the editor say about documents and code. Generated from the rules' own comments by\n\`npm run generate\`; \`fairlead check --explain CODE\` prints a page.\n\n${HOW}\n${sections.join("\n")}`;
}
