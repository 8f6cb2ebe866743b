/** The YAML parser, in steps between which a server can answer others. */
import { Composer, Document, Lexer, Parser } from "yaml";
import type { Span } from "./line-index.ts";
import { shiftSpan } from "./shift-nodes.ts";
import { MARKER, type StretchPlace } from "./split-documents.ts";
import type { Steps } from "./steps.ts";
import type { SyntaxProblem } from "./syntax-messages.ts";

/** So many lexemes take about a millisecond. */
const STEP = 1_000;

/**
 * The syntax trees of all documents of a text without a byte order mark. Never throws: what the parser can not read at
 * all is one empty document with an error. Composing one document is one step, a third of the work on it.
 */
export function* parseYaml(text: string): Steps<Document.Parsed[]> {
  try {
    // Keys are checked while the nodes are built: the parser's own check compares every key with every other.
    const composer = new Composer({ prettyErrors: false, uniqueKeys: false, logLevel: "silent" });
    const parser = new Parser();
    const documents: Document.Parsed[] = [];
    let lexemes = 0;
    for (const lexeme of new Lexer().lex(text)) {
      for (const token of parser.next(lexeme)) documents.push(...composer.next(token));
      lexemes += 1;
      if (lexemes % STEP === 0) yield;
    }
    for (const token of parser.end()) documents.push(...composer.next(token));
    documents.push(...composer.end());
    if (lexemes > STEP) yield;
    return documents;
  } catch (error) {
    return [brokenDocument(`This cannot be read as YAML (${error instanceof Error ? error.message : String(error)})`)];
  }
}

/** What the parser says is wrong with a document. */
export function problemsOf({ errors, warnings }: Document.Parsed): SyntaxProblem[] {
  return [...errors, ...warnings].map(({ code, message, pos }) => ({
    code,
    message,
    span: { start: pos[0], end: pos[1] },
  }));
}

/** One document as the parser sees it, by the offsets of what was parsed. */
export interface Composed {
  contents: unknown;
  /** How many characters further on the contents are than in the part. */
  offset: number;
  errors: SyntaxProblem[];
  range: Span;
}

/**
 * What the parser makes of a part of a file that is whole documents, beginning with a marker unless it is the first;
 * undefined where a mistake in it may reach beyond. Offsets are those of the part.
 */
export function* composeAmid(part: string, { isFirst, isLast }: StretchPlace): Steps<Composed[] | undefined> {
  const alone = yield* parseYaml(part);
  if (alone.every(({ errors, warnings }) => errors.length + warnings.length === 0))
    return alone.map((document) => composed(document, 0));
  // Where a mistake ends, and to which document it belongs, depends on what is around it.
  const head = isFirst ? "" : NEIGHBOUR;
  const documents = yield* parseYaml(`${head}${part}${isLast ? "" : `${MARKER}\n`}`);
  const around = [...(isFirst ? [] : documents.splice(0, 1)), ...(isLast ? [] : documents.splice(-1))];
  const isAlone = around.every(({ errors, warnings }) => errors.length + warnings.length === 0);
  if (!isAlone || documents.length !== alone.length) return undefined;
  if (!isLast && around.at(-1)?.range[0] !== head.length + part.length) return undefined;
  return documents.map((document) => composed(document, head.length));
}

/** A document that is nobody's. */
const NEIGHBOUR = "- 1\n";

function composed(document: Document.Parsed, offset: number): Composed {
  const [start, , end] = document.range;
  const errors = problemsOf(document).map((error) => ({ ...error, span: shiftSpan(error.span, -offset) }));
  return { contents: document.contents, offset, errors, range: shiftSpan({ start, end }, -offset) };
}

function brokenDocument(message: string): Document.Parsed {
  const document = new Document(null) as Document.Parsed;
  document.errors.push({ name: "YAMLParseError", code: "IMPOSSIBLE", message, pos: [0, 1] });
  document.range = [0, 0, 0];
  return document;
}
