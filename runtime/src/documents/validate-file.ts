/** Everything that can be said about one file by itself: YAML, schema, and rules on its meaning. */
import type { Diagnostic, Range } from "./diagnostic.ts";
import { type DocumentNode, type FoundNode, findNode } from "./document-node.ts";
import type { Span } from "./line-index.ts";
import type { ParsedDocument, ParsedFile } from "./parsed-file.ts";
import { pointerSegments } from "./pointer.ts";
import { API_VERSION, DOCUMENT_KINDS, isDocumentKind, kindOfName } from "./recognise.ts";
import { ruleFindings } from "./rule-findings.ts";
import { nodeAt } from "./rules/rule.ts";
import { type SchemaError, schemaErrorsInSteps } from "./schema-errors.ts";
import { schemaMessage } from "./schema-messages.ts";
import { atOnce, type Steps } from "./steps.ts";
import { closest, didYouMean } from "./suggest.ts";

/**
 * What is wrong with one file, links to other files aside. A file that is not Fairlead's has nothing wrong.
 * In a document whose YAML is broken, only what stands before the break is looked at: the rest is not what was meant.
 */
export function validateFile(file: ParsedFile): Diagnostic[] {
  return atOnce(validateFileInSteps(file));
}

/** The same in steps. */
export function* validateFileInSteps(file: ParsedFile): Steps<Diagnostic[]> {
  if (!file.recognised) return [];
  const found: Diagnostic[] = [];
  for (const document of file.documents) found.push(...(yield* documentDiagnostics(file, document)));
  const diagnostics = [...file.syntax, ...emptyFile(file), ...found];
  // What an anchor holds is wrong once, however many aliases stand for it.
  const unique = new Map(
    diagnostics.map((d) => [`${d.range.start.line}:${d.range.start.character} ${d.code} ${d.message}`, d]),
  );
  return [...unique.values()];
}

function emptyFile(file: ParsedFile): Diagnostic[] {
  if (file.syntax.length > 0 || file.documents.some((document) => !isEmpty(document))) return [];
  const kind = kindOfName(file.uri) ?? "Catalog";
  return [
    {
      uri: file.uri,
      range: file.lines.range({ start: 0, end: 0 }),
      severity: "warning",
      code: "document.empty",
      message: `This file is empty. Begin with \`apiVersion: ${API_VERSION}\` and \`kind: ${kind}\`.`,
    },
  ];
}

function isEmpty(document: ParsedDocument): boolean {
  return document.root === undefined || (document.root.type === "scalar" && document.root.value === null);
}

function* documentDiagnostics(file: ParsedFile, document: ParsedDocument): Steps<Diagnostic[]> {
  const { root } = document;
  if (!document.ours || !root || isEmpty(document)) return [];
  const header = headerDiagnostics(file, root);
  if (header.stop || !document.kind) return header.diagnostics;
  const errors = (yield* schemaErrorsInSteps(document.kind, document.value)).filter(
    (error) => !(error.pointer === "/kind" || error.pointer === "/apiVersion"),
  );
  const diagnostics = errors.flatMap((error) => schemaDiagnostic(file, document, root, error) ?? []);
  for (const { rule, finding } of yield* ruleFindings(document.kind, root)) {
    if (isBroken(document, finding.span)) continue;
    const { message, data } = finding;
    const range = file.lines.range(finding.span);
    const { severity, code } = rule;
    diagnostics.push({ uri: file.uri, range, severity, code, message, ...(data && { data }) });
  }
  return [...header.diagnostics, ...diagnostics];
}

/** `apiVersion` and `kind` decide how all the rest is read, so they are looked at first and by hand. */
function headerDiagnostics(file: ParsedFile, root: DocumentNode): { diagnostics: Diagnostic[]; stop: boolean } {
  const diagnostics: Diagnostic[] = [];
  const report = (node: DocumentNode, code: string, message: string, replacements: string[]) => {
    const span = node.type === "scalar" ? node.inner : node.span;
    const range = file.lines.range(span);
    diagnostics.push({ uri: file.uri, range, severity: "error", code, message, data: { replacements } });
  };
  const version = nodeAt(root, "apiVersion");
  const unknownVersion = version !== undefined && !(version.type === "scalar" && version.value === API_VERSION);
  if (unknownVersion)
    report(version, "document.unknown-api-version", `The only version of the document format is ${API_VERSION}.`, [
      API_VERSION,
    ]);
  const kind = nodeAt(root, "kind");
  if (kind && !(kind.type === "scalar" && isDocumentKind(kind.value))) {
    const word = kind.type === "scalar" && kind.value !== null ? String(kind.value) : "";
    const replacements = word === "" ? [...DOCUMENT_KINDS] : closest(word, DOCUMENT_KINDS);
    const hint = replacements.length < DOCUMENT_KINDS.length ? didYouMean(replacements) : "";
    const message = `"kind" cannot be "${word}".${hint} It can be ${DOCUMENT_KINDS.slice(0, -1).join(", ")} or ${DOCUMENT_KINDS.at(-1)}.`;
    report(kind, "document.unknown-kind", message, replacements);
  }
  if (root.type === "map" && !kind && !kindOfName(file.uri)) {
    const first = [...root.entries.values()][0];
    const range = file.lines.range(first?.keySpan ?? root.span);
    const message = `A document needs "kind": ${DOCUMENT_KINDS.slice(0, -1).join(", ")} or ${DOCUMENT_KINDS.at(-1)}.`;
    diagnostics.push({ uri: file.uri, range, severity: "error", code: "document.missing-key", message });
  }
  return { diagnostics, stop: unknownVersion };
}

function schemaDiagnostic(
  file: ParsedFile,
  document: ParsedDocument,
  root: DocumentNode,
  error: SchemaError,
): Diagnostic | undefined {
  // The rule `deployment.bad-id` says it better.
  if (error.keyword === "propertyNames" && error.pointer === "/deployments") return undefined;
  const found = findNode(root, error.pointer);
  if (!found) return undefined;
  const { code, message, place, replacements, missing } = schemaMessage(
    error,
    found.entry && lastSegment(error.pointer),
  );
  const span = spanOf(found, place);
  // What is missing where the YAML breaks off may well stand beyond the break.
  const isMissing = place.on === "missing" || (error.data === null && found.node.alias === undefined);
  if (isBroken(document, isMissing ? withGapAfter(file.text, found.node.span) : span)) return undefined;
  if (file.syntax.some((problem) => samePlace(problem.range, file.lines.range(span)))) return undefined;
  return {
    uri: file.uri,
    range: file.lines.range(span),
    severity: "error",
    code,
    message,
    data: {
      pointer: error.pointer,
      ...(replacements && replacements.length > 0 && { replacements }),
      ...(missing !== undefined && { missing }),
    },
  };
}

function spanOf(found: FoundNode, place: ReturnType<typeof schemaMessage>["place"]): Span {
  const { node, entry } = found;
  if (place.on === "key") return (node.type === "map" && node.entries.get(place.key)?.keySpan) || node.span;
  if (place.on === "item") return (node.type === "sequence" && node.items[place.index]?.span) || node.span;
  if (place.on === "missing") {
    if (entry) return entry.keySpan;
    const first = node.type === "map" ? [...node.entries.values()].find((candidate) => !candidate.merged) : undefined;
    return first?.keySpan ?? firstCharacter(node.span);
  }
  const isNothing = node.span.end <= node.span.start;
  if (isNothing && entry) return entry.keySpan;
  // A whole map or list is too much to underline; its key says which it is.
  if (node.type !== "scalar" && entry && node.alias === undefined) return entry.keySpan;
  if (node.type === "scalar") return place.quotes ? node.span : node.inner;
  return firstCharacter(node.span);
}

function firstCharacter(span: Span): Span {
  return { start: span.start, end: Math.min(span.end, span.start + 1) };
}

/** A span and the blanks and line breaks that follow it. */
function withGapAfter(text: string, span: Span): Span {
  let end = span.end;
  while (/\s/.test(text.charAt(end))) end += 1;
  return { start: span.start, end };
}

function samePlace(a: Range, b: Range): boolean {
  return a.start.line === b.start.line && a.start.character === b.start.character;
}

function isBroken(document: ParsedDocument, span: Span): boolean {
  return document.brokenFrom !== undefined && span.end >= document.brokenFrom;
}

function lastSegment(pointer: string): string | undefined {
  return pointerSegments(pointer).at(-1);
}
