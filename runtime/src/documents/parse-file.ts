/** Reads YAML text into documents with positions. */
import { Document, parseAllDocuments } from "yaml";
import { type BuiltNodes, buildNodes } from "./build-nodes.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { LineIndex, type Span } from "./line-index.ts";
import { nodeValue } from "./node-value.ts";
import { type Pieces, parseChunks } from "./parse-chunks.ts";
import type { ParsedDocument, ParsedFile } from "./parsed-file.ts";
import { DOCUMENT_KINDS, hasFairleadHeader, isDocumentKind, kindOfName } from "./recognise.ts";
import { atOnce, type Steps } from "./steps.ts";
import { closest } from "./suggest.ts";
import { syntaxDiagnostics } from "./syntax-errors.ts";
import type { SyntaxProblem } from "./syntax-messages.ts";
import type { DocumentKind } from "./vocabulary.ts";

/**
 * Reads a file of YAML documents. Never throws: what is wrong with the YAML is in `syntax`, and the rest is read
 * as far as it can be. Positions count in UTF-16 units of `text`, a byte order mark included. Where an earlier version
 * of the file is given, what has not changed in a large one is taken over from it; the result is the same.
 */
export function parseFile(uri: string, text: string, before?: ParsedFile): ParsedFile {
  return atOnce(parseFileInSteps(uri, text, before));
}

/** The same in steps: a large file takes many, where its style allows. */
export function* parseFileInSteps(uri: string, text: string, before?: ParsedFile): Steps<ParsedFile> {
  const lines = new LineIndex(text);
  const nameKind = kindOfName(uri);
  const recognised = nameKind !== undefined || hasFairleadHeader(text);
  const documents: ParsedDocument[] = [];
  const syntax: Diagnostic[] = [];
  const read = yield* readDocuments(text, before?.uri === uri ? before : undefined);
  for (const { root, errors, problems, span } of read.documents) {
    const diagnostics = syntaxDiagnostics(uri, text, lines, errors, problems);
    syntax.push(...diagnostics);
    const value = root && nodeValue(root);
    documents.push({
      index: documents.length,
      ...identify(value, nameKind),
      root,
      value,
      span,
      brokenFrom: errors.length > 0 ? Math.min(...errors.map((error) => error.span.start)) : undefined,
    });
  }
  const file = { uri, text, lines, recognised, documents, syntax };
  if (read.pieces) piecesOf.set(file, read.pieces);
  return file;
}

interface ReadDocument extends BuiltNodes {
  errors: SyntaxProblem[];
  span: Span;
}

/** What a file was made of. Beside the file, since nobody but its next version has a use for it. */
const piecesOf = new WeakMap<ParsedFile, Pieces>();

function* readDocuments(
  text: string,
  before: ParsedFile | undefined,
): Steps<{ documents: ReadDocument[]; pieces?: Pieces }> {
  const chunked = yield* parseChunks(text, before && piecesOf.get(before));
  if (chunked) return { documents: [{ ...chunked, span: { start: 0, end: text.length } }], pieces: chunked.pieces };
  const shift = text.startsWith("\uFEFF") ? 1 : 0;
  const documents = parseYaml(shift ? text.slice(1) : text).map((yaml) => {
    const errors = [...yaml.errors, ...yaml.warnings].map(({ code, message, pos }) => ({
      code,
      message,
      span: { start: clamp(pos[0] + shift, text), end: clamp(pos[1] + shift, text) },
    }));
    const range = yaml.range as readonly number[] | undefined;
    const span = { start: (range?.[0] ?? 0) + shift, end: (range?.[2] ?? text.length) + shift };
    return { ...buildNodes(yaml.contents, text, shift), errors, span };
  });
  return { documents };
}

function parseYaml(text: string): Document.Parsed[] {
  try {
    // Keys are checked while the nodes are built: the parser's own check compares every key with every other.
    const parsed = parseAllDocuments(text, { prettyErrors: false, uniqueKeys: false, logLevel: "silent" });
    return Array.isArray(parsed) ? (parsed as Document.Parsed[]) : [];
  } catch (error) {
    return [brokenDocument(`This cannot be read as YAML (${error instanceof Error ? error.message : String(error)})`)];
  }
}

function brokenDocument(message: string): Document.Parsed {
  const document = new Document(null) as Document.Parsed;
  document.errors.push({ name: "YAMLParseError", code: "IMPOSSIBLE", message, pos: [0, 1] });
  document.range = [0, 0, 0];
  return document;
}

function identify(
  value: unknown,
  nameKind: DocumentKind | undefined,
): { kind: DocumentKind | undefined; ours: boolean } {
  const { apiVersion, kind } = (value ?? {}) as { apiVersion?: unknown; kind?: unknown };
  const ours = nameKind !== undefined || (typeof apiVersion === "string" && apiVersion.startsWith("fairlead/"));
  if (!ours) return { kind: undefined, ours };
  if (isDocumentKind(kind)) return { kind, ours };
  const [likely] = typeof kind === "string" ? closest(kind, DOCUMENT_KINDS, 1) : [];
  return { kind: isDocumentKind(likely) ? likely : nameKind, ours };
}

function clamp(offset: number, text: string): number {
  return Math.max(0, Math.min(offset, text.length));
}
