/** The anchors and aliases of YAML in a document, with their places. */
import {
  type DocumentNode,
  documentAt,
  type ParsedDocument,
  type ParsedFile,
  type Span,
} from "@fairlead/runtime/documents";

/** `&name` or `*name`. */
export interface AnchorToken {
  name: string;
  isAlias: boolean;
  /** The name without its sign. */
  span: Span;
}

/** The anchor at an offset with the aliases that stand for it, in order of the text; undefined where there is none. */
export function anchorGroupAt(file: ParsedFile, offset: number): AnchorToken[] | undefined {
  const document = documentAt(file, offset);
  if (!document || !/[&*]/.test(file.text.charAt(signBefore(file.text, offset)))) return undefined;
  const tokens = anchorTokens(file, document);
  const at = tokens.findIndex(({ span }) => span.start - 1 <= offset && offset <= span.end);
  const asked = tokens[at];
  if (!asked) return undefined;
  // An anchor may be set again: an alias stands for the last one above it.
  const own = tokens.filter(({ name }) => name === asked.name);
  const from = own.findLastIndex((one) => !one.isAlias && one.span.start <= asked.span.start);
  const next = own.findIndex((one, index) => index > from && !one.isAlias);
  return own.slice(Math.max(from, 0), next < 0 ? own.length : next);
}

/** All anchors and aliases of a document, in order of the text. */
export function anchorTokens(file: ParsedFile, document: ParsedDocument): AnchorToken[] {
  const { start, end } = document.span;
  const bare = withoutTexts(file.text.slice(start, end), document, start);
  return [...bare.matchAll(/(?<=^|[\s:[{,-])([&*])([^\s,[\]{}]+)/gm)].map(({ 1: sign, 2: name = "", index }) => {
    const from = start + index + 1;
    return { name, isAlias: sign === "*", span: { start: from, end: from + name.length } };
  });
}

/** The text with blanks for all that is a key, a value or a comment: in those, the signs mean nothing. */
function withoutTexts(text: string, { root }: ParsedDocument, shift: number): string {
  const units = text.split("");
  const blank = ({ start, end }: Span) => {
    for (let at = Math.max(0, start - shift); at < end - shift && at < units.length; at += 1)
      if (units[at] !== "\n" && units[at] !== "\r") units[at] = " ";
  };
  const visit = (node: DocumentNode): void => {
    if (node.alias !== undefined) return;
    if (node.type === "scalar") blank(node.span);
    else if (node.type === "sequence") node.items.forEach(visit);
    else
      for (const { keySpan, value, merged } of node.entries.values()) {
        if (merged) continue;
        if (text.charAt(keySpan.start - shift) !== "*") blank(keySpan);
        visit(value);
      }
  };
  if (root) visit(root);
  return units.join("").replace(/(^|\s)#[^\r\n]*/gm, (comment) => " ".repeat(comment.length));
}

/** Where the word at an offset may have its sign. */
function signBefore(text: string, offset: number): number {
  let at = offset;
  if (/[&*]/.test(text.charAt(at))) return at;
  while (at > 0 && !/[\s,[\]{}&*]/.test(text.charAt(at - 1))) at -= 1;
  return at - 1;
}
