import { type Diagnostic, type ParsedFile, parseFile } from "@fairlead/runtime/documents";
import type { TextEdit } from "vscode-languageserver";
import type { Fix, Fixer } from "./fix.ts";
import { endOfLine, insert, lineEnding, replace } from "./node-edits.ts";

/** Larger files are not parsed again for each idea. */
const MAX_LENGTH = 200_000;

/** Closes what is open, or puts a text in quotes: whatever of it makes the mistake go away. */
export const mendSyntax: Fixer = (found, { file }) => {
  if (!found.code.startsWith("yaml.") || found.code === "yaml.tab" || file.text.length > MAX_LENGTH) return [];
  const ideas = [...closing(found, file), ...parting(found, file), ...quoting(found, file), ...removing(found, file)];
  const mending = ideas.filter(({ edits }) => mends(found, file, edits));
  return mending.map((fix, index) => ({
    ...fix,
    isPreferred: index === 0 && fix.isPreferred && !found.data?.replacements?.length,
  }));
};

function closing({ message, range }: Diagnostic, file: ParsedFile): Fix[] {
  const sign = /^This (.) is not closed\. Add the (.)\.$/.exec(message)?.[2];
  if (!sign) return [];
  const start = file.lines.lineStart(range.start.line);
  const line = file.lines.lineText(range.start.line);
  const title = `Add the ${sign}`;
  const below = sign === '"' || sign === "'" ? undefined : endOfDeeperLines(file, range.start.line);
  if (below !== undefined) {
    const lead = `${lineEnding(file)}${/^\s*/.exec(line)?.[0] ?? ""}`;
    return [{ title, edits: [insert(file, below, `${lead}${sign}`)], isPreferred: true }];
  }
  const comment = /\s+#.*$/.exec(line)?.index ?? line.trimEnd().length;
  const isBlank = sign === "}" && !/^\s*$/.test(line.slice(0, comment)) && line.charAt(comment - 1) !== "{";
  return [
    {
      title,
      edits: [insert(file, start + comment, isBlank ? ` ${sign}` : sign)],
      isPreferred: true,
    },
  ];
}

/** Where the last line ends that is indented deeper than this one and follows it; undefined where none does. */
function endOfDeeperLines(file: ParsedFile, first: number): number | undefined {
  const { lines } = file;
  const column = lines.lineText(first).search(/\S/);
  let last = first;
  for (let line = first + 1; line < lines.lineCount; line += 1) {
    const own = lines.lineText(line).search(/\S/);
    if (own >= 0 && own <= column) break;
    if (own >= 0) last = line;
  }
  return last === first ? undefined : endOfLine(file, lines.lineStart(last));
}

/** A colon with nothing behind it makes a key and its value one word. The parser may complain on the line below. */
function parting({ range }: Diagnostic, file: ParsedFile): Fix[] {
  for (const line of [range.start.line, range.start.line - 1]) {
    const match = /^(\s*(?:-\s+)*[A-Za-z][\w@.-]*:)(?=[^\s:/])/.exec(file.lines.lineText(line));
    if (!match) continue;
    const edits = [insert(file, file.lines.lineStart(line) + match[0].length, " ")];
    return [{ title: "Put a space behind the colon", edits, isPreferred: true }];
  }
  return [];
}

/** The text behind the key or the dash of the line, up to its comment. */
function quoting({ range }: Diagnostic, file: ParsedFile): Fix[] {
  const start = file.lines.lineStart(range.start.line);
  const line = file.text.slice(start, endOfLine(file, start));
  const lead = /^\s*(?:-\s+)*(?:[^\s"'#:[\]{},][^"'#[\]{},]*?:\s+)?/.exec(line)?.[0] ?? "";
  const text = line.slice(lead.length).trimEnd();
  // What YAML takes as it is gains nothing by quotes.
  if (/^[\w@./+-]*$/.test(text) || (/^["'|>&*[{]/.test(text) && !/^[*&]/.test(text))) return [];
  const span = { start: start + lead.length, end: start + lead.length + text.length };
  // A word like the name of an anchor is rather a misspelt one.
  const isPreferred = !/^\*[\w-]+$/.test(text);
  return [{ title: "Put the text in quotes", edits: [replace(file, span, JSON.stringify(text))], isPreferred }];
}

/** Of a key that stands twice in block style, this one with the lines that belong to it. */
function removing({ code, range }: Diagnostic, file: ParsedFile): Fix[] {
  const { lines } = file;
  const first = lines.lineText(range.start.line);
  const column = first.search(/\S/);
  if (code !== "yaml.duplicate-key" || column !== range.start.character) return [];
  let end = range.start.line + 1;
  // A list may stand as deep as its key.
  const belongs = (text: string) =>
    text.search(/\S/) > column || (/^\s*-\s/.test(text) && text.search(/\S/) === column);
  while (end < lines.lineCount && belongs(lines.lineText(end))) end += 1;
  const start = lines.lineStart(range.start.line);
  const lineBreak = file.text.slice(Math.max(0, start - 2), start) === "\r\n" ? 2 : Math.min(1, start);
  const key = file.text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end));
  const span =
    end < lines.lineCount ? { start, end: lines.lineStart(end) } : { start: start - lineBreak, end: file.text.length };
  return [
    { title: `Remove this ${key.length <= 60 ? key : "key"}`, edits: [replace(file, span, "")], isPreferred: false },
  ];
}

/** Whether the file then has less wrong with it, and nothing on that line. */
function mends({ range }: Diagnostic, file: ParsedFile, edits: readonly TextEdit[]): boolean {
  let text = file.text;
  for (const { range: where, newText } of edits)
    text = text.slice(0, file.lines.offsetAt(where.start)) + newText + text.slice(file.lines.offsetAt(where.end));
  const { syntax } = parseFile(file.uri, text);
  return syntax.length < file.syntax.length && !syntax.some((one) => one.range.start.line === range.start.line);
}
