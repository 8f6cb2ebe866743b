/** Reads YAML text into documents with positions. */
import { Document, parseAllDocuments } from "yaml";
import { buildNodes } from "./build-nodes.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { LineIndex } from "./line-index.ts";
import { nodeValue } from "./node-value.ts";
import type { ParsedDocument, ParsedFile } from "./parsed-file.ts";
import { DOCUMENT_KINDS, hasFairleadHeader, isDocumentKind, kindOfName } from "./recognise.ts";
import { closest } from "./suggest.ts";
import { syntaxDiagnostics } from "./syntax-errors.ts";
import type { DocumentKind } from "./vocabulary.ts";

/**
 * Reads a file of YAML documents. Never throws: what is wrong with the YAML is in `syntax`, and the rest is read
 * as far as it can be. Positions count in UTF-16 units of `text`, a byte order mark included.
 */
export function parseFile(uri: string, text: string): ParsedFile {
  const lines = new LineIndex(text);
  const nameKind = kindOfName(uri);
  const recognised = nameKind !== undefined || hasFairleadHeader(text);
  const shift = text.startsWith("\uFEFF") ? 1 : 0;
  const documents: ParsedDocument[] = [];
  const syntax: Diagnostic[] = [];
  for (const yaml of parseYaml(shift ? text.slice(1) : text)) {
    const built = buildNodes(yaml.contents, text, shift);
    const errors = [...yaml.errors, ...yaml.warnings].map(({ code, message, pos }) => ({
      code,
      message,
      span: { start: clamp(pos[0] + shift, text), end: clamp(pos[1] + shift, text) },
    }));
    const diagnostics = syntaxDiagnostics(uri, text, lines, errors, built.problems);
    syntax.push(...diagnostics);
    const range = yaml.range as readonly number[] | undefined;
    const value = built.root && nodeValue(built.root);
    documents.push({
      index: documents.length,
      ...identify(value, nameKind),
      root: built.root,
      value,
      span: { start: (range?.[0] ?? 0) + shift, end: (range?.[2] ?? text.length) + shift },
      brokenFrom: errors.length > 0 ? Math.min(...errors.map((error) => error.span.start)) : undefined,
    });
  }
  return { uri, text, lines, recognised, documents, syntax };
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
