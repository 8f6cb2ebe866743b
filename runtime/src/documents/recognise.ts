/** Which files are Fairlead documents, and of which kind. */
import type { DocumentKind } from "./vocabulary.ts";

export const API_VERSION = "fairlead/v1";

export const DOCUMENT_KINDS: readonly DocumentKind[] = ["Catalog", "RoutingPolicy", "BenchmarkSuite", "Project"];

const NAMES: readonly (readonly [RegExp, DocumentKind])[] = [
  [/\.catalog\.(ya?ml|json)$/i, "Catalog"],
  [/\.routing-policy\.(ya?ml|json)$/i, "RoutingPolicy"],
  [/\.benchmark\.(ya?ml|json)$/i, "BenchmarkSuite"],
  [/(?:^|[/\\])fairlead\.(ya?ml|json)$/i, "Project"],
];

const HEADER = /(?:^\uFEFF?|[{,])[ \t]*["']?apiVersion["']?[ \t]*:[ \t]*["']?fairlead\//m;

/** The kind that a file's name promises (`*.catalog.yaml`), or undefined. Takes a path or a URI. */
export function kindOfName(pathOrUri: string): DocumentKind | undefined {
  return NAMES.find(([pattern]) => pattern.test(pathOrUri))?.[1];
}

/** Whether a text says `apiVersion: fairlead/…` somewhere at the beginning of a line or of a flow map. */
export function hasFairleadHeader(text: string): boolean {
  return HEADER.test(text);
}

/** Whether a word is one of the document kinds. */
export function isDocumentKind(word: unknown): word is DocumentKind {
  return DOCUMENT_KINDS.includes(word as DocumentKind);
}
