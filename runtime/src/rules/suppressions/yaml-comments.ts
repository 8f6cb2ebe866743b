/** The comments of a YAML file that speak of suppression. */
import type { DocumentNode } from "../../documents/document-node.ts";
import type { ParsedFile } from "../../documents/parsed-file.ts";
import { type CommentToken, SUPPRESSION_WORD } from "./parse-suppressions.ts";

/** What holds nothing of a document: blanks, comments, the lines around documents. */
const EMPTY_LINE = /^\uFEFF?\s*(?:#.*|---(?:\s+#.*)?|\.\.\.|%.*)?$/;

/** The comments with the word `fairlead-ignore`, in the order of the text. What a text or a block scalar holds is none. */
export function yamlSuppressionComments(file: ParsedFile): CommentToken[] {
  const { text, lines } = file;
  const comments: CommentToken[] = [];
  for (let at = text.indexOf(SUPPRESSION_WORD); at >= 0; at = text.indexOf(SUPPRESSION_WORD, at + 1)) {
    const { line } = lines.positionAt(at);
    const lineStart = lines.lineStart(line);
    const start = commentStart(file, lineStart, at);
    if (start === undefined || comments.at(-1)?.start === start) continue;
    const alone = EMPTY_LINE.test(lines.lineText(line));
    comments.push({
      text: text.slice(start, lineStart + lines.lineText(line).length),
      start,
      line,
      alone,
      leading: alone && isLeading(file, line),
      nextLine: alone ? nextFull(file, line) : undefined,
    });
  }
  return comments;
}

/** Where the comment begins that an offset lies in: at the first # of its line behind a blank that is in no value. */
function commentStart(file: ParsedFile, lineStart: number, at: number): number | undefined {
  for (let sign = file.text.indexOf("#", lineStart); sign >= 0 && sign < at; sign = file.text.indexOf("#", sign + 1)) {
    const before = file.text.charAt(sign - 1);
    if (sign !== lineStart && !/[\s\uFEFF]/.test(before)) continue;
    if (!file.documents.some(({ root }) => root && isInScalar(root, sign))) return sign;
  }
  return undefined;
}

function isInScalar(node: DocumentNode, offset: number): boolean {
  if (node.alias !== undefined || offset < node.span.start || offset >= node.span.end) return false;
  if (node.type === "scalar") return true;
  if (node.type === "sequence") return node.items.some((item) => isInScalar(item, offset));
  for (const { keySpan, value, merged } of node.entries.values()) {
    if (merged) continue;
    if ((offset >= keySpan.start && offset < keySpan.end) || isInScalar(value, offset)) return true;
  }
  return false;
}

function isLeading({ lines }: ParsedFile, line: number): boolean {
  for (let above = line - 1; above >= 0; above -= 1) if (!EMPTY_LINE.test(lines.lineText(above))) return false;
  return true;
}

function nextFull({ lines }: ParsedFile, line: number): number | undefined {
  for (let below = line + 1; below < lines.lineCount; below += 1)
    if (!EMPTY_LINE.test(lines.lineText(below))) return below;
  return undefined;
}
