/** Reads YAML text into documents with positions. */
import type { Diagnostic } from "./diagnostic.ts";
import { LineIndex } from "./line-index.ts";
import { nodeValue } from "./node-value.ts";
import type { ParsedDocument, ParsedFile } from "./parsed-file.ts";
import { readDocuments, type StretchPieces } from "./read-documents.ts";
import { DOCUMENT_KINDS, hasFairleadHeader, isDocumentKind, kindOfName } from "./recognise.ts";
import { atOnce, type Steps } from "./steps.ts";
import { closest } from "./suggest.ts";
import { syntaxDiagnostics } from "./syntax-errors.ts";
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
  const read = yield* readDocuments(text, before?.uri === uri ? piecesOf.get(before) : undefined);
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
  if (read.pieces.size > 0) piecesOf.set(file, read.pieces);
  return file;
}

/** What a file was made of. Beside the file, since nobody but its next version has a use for it. */
const piecesOf = new WeakMap<ParsedFile, StretchPieces>();

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
