/** The comments of a source file that speak of suppression. */
import { type CommentToken, SUPPRESSION_WORD } from "@fairlead/runtime/rules";
import { ts } from "../ecmascript/syntax.ts";
import type { Language } from "../languages.ts";
import type { SyntaxNode } from "../python/syntax.ts";

/** Whether an offset of the text lies in a comment. */
export type IsComment = (offset: number) => boolean;

const LINE_MARK: Readonly<Record<Language, RegExp>> = { ecmascript: /\/\/|\/\*|\{\/\*/g, python: /#/g };
const NOTHING: Readonly<Record<Language, RegExp>> = {
  ecmascript: /^\uFEFF?\s*(?:\/\/.*|\{?\/\*.*|\*.*|#!.*)?$/,
  python: /^\uFEFF?\s*(?:#.*)?$/,
};

/** The comments with the word `fairlead-ignore`, in the order of the text. */
export function suppressionComments(text: string, language: Language, isComment: IsComment): CommentToken[] {
  if (!text.includes(SUPPRESSION_WORD)) return [];
  const lines = text.split(/\r\n|\n|\r/);
  const comments: CommentToken[] = [];
  let start = 0;
  for (const [line, content] of lines.entries()) {
    const at = content.indexOf(SUPPRESSION_WORD);
    if (at >= 0 && isComment(start + at)) {
      const mark = [...content.slice(0, at).matchAll(LINE_MARK[language])].map(({ index }) => index);
      const from = mark.find((index) => isComment(start + index + 1)) ?? 0;
      const alone = /^\uFEFF?\s*\{?$/.test(content.slice(0, from));
      const below = lines.findIndex((other, index) => index > line && !NOTHING[language].test(other));
      comments.push({
        text: content.slice(from).replace(/^\{/, ""),
        start: start + from + (content[from] === "{" ? 1 : 0),
        line,
        alone,
        leading: alone && lines.slice(0, line).every((other) => NOTHING[language].test(other)),
        nextLine: alone && below >= 0 ? below : undefined,
      });
    }
    start += content.length;
    start += text.startsWith("\r\n", start) ? 2 : 1;
  }
  return comments;
}

/** Whether an offset of a TypeScript or JavaScript file lies between its tokens. */
export function isEcmascriptComment(sourceFile: ts.SourceFile): IsComment {
  return (offset) => {
    let node: ts.Node = sourceFile;
    for (;;) {
      const inner: ts.Node | undefined = node
        .getChildren(sourceFile)
        .find((child) => child.getFullStart() <= offset && offset < child.getEnd());
      if (!inner) return true;
      if (offset < inner.getStart(sourceFile)) return true;
      if (inner.getChildCount(sourceFile) === 0) return inner.kind === ts.SyntaxKind.EndOfFileToken;
      node = inner;
    }
  };
}

export function isPythonComment(root: SyntaxNode): IsComment {
  return (offset) => root.resolve(offset, 1).name === "Comment";
}
