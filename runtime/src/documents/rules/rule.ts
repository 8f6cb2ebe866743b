/** What a semantic rule sees and says. A rule looks at one document; links between documents are checked apart. */
import type { DiagnosticData, Severity } from "../diagnostic.ts";
import type { DocumentNode, MapEntry, MapNode, ScalarNode } from "../document-node.ts";
import type { Span } from "../line-index.ts";
import type { DocumentKind } from "../vocabulary.ts";

export interface Finding {
  span: Span;
  message: string;
  data?: DiagnosticData;
}

export interface DocumentRule {
  /** Stable, in words. */
  code: string;
  severity: Severity;
  /** The kinds of documents it looks at. */
  kinds: readonly DocumentKind[];
  /**
   * Finds what it is about. Must be total: the document may be half typed and of any shape. It is asked about one
   * entity at a time, in a document that holds nothing else, so it can not compare two.
   */
  check(root: DocumentNode): Iterable<Finding>;
}

/** The entries of the map at a path; none where there is no map. */
export function entriesAt(root: DocumentNode | undefined, ...path: readonly string[]): MapEntry[] {
  const node = nodeAt(root, ...path);
  return node?.type === "map" ? [...node.entries.values()] : [];
}

/** The node at a path of keys. */
export function nodeAt(root: DocumentNode | undefined, ...path: readonly string[]): DocumentNode | undefined {
  let node = root;
  for (const key of path) node = node?.type === "map" ? node.entries.get(key)?.value : undefined;
  return node;
}

/** The map in an entry, or undefined. */
export function mapOf(entry: MapEntry): MapNode | undefined {
  return entry.value.type === "map" ? entry.value : undefined;
}

/** The text at a path, with its place. */
export function textAt(
  root: DocumentNode | undefined,
  ...path: readonly string[]
): (ScalarNode & { value: string }) | undefined {
  const node = nodeAt(root, ...path);
  return node?.type === "scalar" && typeof node.value === "string"
    ? (node as ScalarNode & { value: string })
    : undefined;
}
