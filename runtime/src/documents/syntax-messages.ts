/** The parser's errors in words that say what to do, at the place where it is to be done. */
import type { YAMLError } from "yaml";
import type { Span } from "./line-index.ts";

export interface SyntaxProblem {
  /** The parser's. */
  code: string;
  message: string;
  span: Span;
}

export interface SyntaxMessage {
  message: string;
  span: Span;
  /** Texts that could stand in the span instead. */
  replacements?: string[];
}

/** The words for an error, and the place that they are about. */
export function syntaxMessage(problem: SyntaxProblem, text: string): SyntaxMessage {
  for (const [pattern, make] of SPECIAL) {
    if (!pattern.test(problem.message)) continue;
    const made = make(problem, text);
    if (made) return made;
  }
  const remedy = REMEDIES[problem.code as YAMLError["code"]];
  return { message: remedy ?? `${problem.message.replace(/\.?$/, "")}.`, span: problem.span };
}

type Maker = (problem: SyntaxProblem, text: string) => SyntaxMessage | undefined;

/** By the parser's own words, where one code has several causes. */
const SPECIAL: readonly (readonly [RegExp, Maker])[] = [
  [/^Flow map in/, (problem, text) => unclosed(problem, text, "{", "}")],
  [/^Flow sequence in/, (problem, text) => unclosed(problem, text, "[", "]")],
  [/^Missing closing "/, (problem, text) => unclosed(problem, text, '"', '"')],
  [/^Missing closing '/, (problem, text) => unclosed(problem, text, "'", "'")],
  [/^Implicit keys need to be on a single line/, missingSpace],
  [/^Unexpected flow-(map|seq)-end/, said("A closing bracket stands here without its opening one. Remove it.")],
  [/^Unexpected ,/, said("There is a comma too many. Remove it.")],
  [
    /^Unexpected .* at node end/,
    said("Something stands behind the value. Put the whole text in quotes, or remove it."),
  ],
  [/^Block scalar header/, said("The text of | or > begins on the next line, indented.")],
  [/^Anchor cannot be/, said("An anchor is written &name, with a name.")],
  [
    /^A block sequence may not/,
    said("A list item stands among the keys of a map. Indent it below its key, or remove the dash."),
  ],
  [/^Implicit map keys need/, said("A key needs a colon, and an item of a list a dash and a space before it.")],
];

const REMEDIES: Partial<Record<YAMLError["code"], string>> = {
  BAD_ALIAS: "An alias is written *name, with a name. Put other text that begins with * in quotes.",
  BAD_DQ_ESCAPE: "There is no such escape in double quotes. Double the backslash, or use single quotes.",
  BAD_INDENT: "The indentation does not fit the lines above. Indent all keys of a map alike, with spaces.",
  BAD_SCALAR_START: "A plain text cannot begin with this character. Put the text in quotes.",
  BLOCK_AS_IMPLICIT_KEY:
    'A map cannot begin on this line, behind a key. Put text with ": " in quotes; begin a map on the next line, indented.',
  BLOCK_IN_FLOW: "Inside of { } and [ ] separate what stands there by commas, and write maps with braces.",
  KEY_OVER_1024_CHARS: "A key can have at most 1024 characters. Is a colon or a closing bracket missing?",
  MULTILINE_IMPLICIT_KEY:
    "A key must end with a colon on its own line. Add the colon, or indent the text below its key.",
  MULTIPLE_DOCS: "Separate documents with a line of ---.",
  RESOURCE_EXHAUSTION: "The document is nested too deep to be read.",
  TAG_RESOLVE_FAILED: "Documents have no tags of their own. Remove it, or put text that begins with ! in quotes.",
};

function said(message: string): Maker {
  return ({ span }) => ({ message, span });
}

/** The parser complains where the text ends; the mistake is at the bracket or quote that was left open. */
function unclosed({ span }: SyntaxProblem, text: string, open: string, close: string): SyntaxMessage | undefined {
  const at = open === close ? lastQuote(text, span.start, open) : openBracket(text, span.start, open, close);
  if (at < 0) return undefined;
  return { message: `This ${open} is not closed. Add the ${close}.`, span: { start: at, end: at + 1 } };
}

function lastQuote(text: string, before: number, quote: string): number {
  let at = text.lastIndexOf(quote, before - 1);
  while (at > 0 && quote === '"' && text.charAt(at - 1) === "\\") at = text.lastIndexOf(quote, at - 1);
  return at;
}

/** The nearest bracket to the left whose other half is not between. Brackets in quotes are few enough not to matter. */
function openBracket(text: string, before: number, open: string, close: string): number {
  let depth = 0;
  for (let at = before - 1; at >= 0; at -= 1) {
    const character = text.charAt(at);
    if (character === close) depth += 1;
    else if (character === open) {
      if (depth === 0) return at;
      depth -= 1;
    }
  }
  return -1;
}

/** `adapter:openai`, which is one word to YAML. */
function missingSpace({ span }: SyntaxProblem, text: string): SyntaxMessage | undefined {
  const match = /^([A-Za-z][\w@.-]*):([^\s:/][^\r\n]*)/.exec(text.slice(span.start, span.start + 300));
  if (!match) return undefined;
  return {
    message: "A colon needs a space behind it.",
    span: { start: span.start, end: span.start + match[0].length },
    replacements: [`${match[1]}: ${match[2]}`],
  };
}
