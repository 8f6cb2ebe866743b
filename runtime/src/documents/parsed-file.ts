/** A file of YAML documents, read with positions. Immutable. */
import type { Diagnostic, Range } from "./diagnostic.ts";
import { type DocumentNode, findNode } from "./document-node.ts";
import type { LineIndex, Span } from "./line-index.ts";
import type { DocumentKind } from "./vocabulary.ts";

export interface ParsedFile {
  uri: string;
  text: string;
  lines: LineIndex;
  /** Whether it is a Fairlead file, by its name or by an `apiVersion: fairlead/…`. What is not is never diagnosed. */
  recognised: boolean;
  documents: readonly ParsedDocument[];
  /** What is wrong with it as YAML. */
  syntax: readonly Diagnostic[];
}

export interface ParsedDocument {
  /** Place in the file, from 0. */
  index: number;
  /** What it is: by its `kind`; where that is missing or misspelt, the kind that was most likely meant. */
  kind: DocumentKind | undefined;
  /** Whether it claims to be ours: by its `apiVersion`, or by the name of the file. */
  ours: boolean;
  /** Undefined where the document is empty. */
  root: DocumentNode | undefined;
  /** The plain value, as far as it can be had. Read-only. */
  value: unknown;
  /** From the first to the last character of the document in the file. */
  span: Span;
  /** Where the first mistake in its YAML begins; undefined where there is none. */
  brokenFrom: number | undefined;
}

/** Where a node and its key stand. */
export interface NodePlaces {
  /** The key that leads to the node; undefined in lists and at the root. */
  key: Range | undefined;
  value: Range;
}

/** The places of the node at a JSON pointer, or undefined where there is no such node. */
export function placesAt(file: ParsedFile, document: ParsedDocument, pointer: string): NodePlaces | undefined {
  const found = document.root && findNode(document.root, pointer);
  if (!found) return undefined;
  return {
    key: found.entry && file.lines.range(found.entry.keySpan),
    value: file.lines.range(found.node.span),
  };
}

/** The document of a file in which an offset lies: the last that begins before it. */
export function documentAt(file: ParsedFile, offset: number): ParsedDocument | undefined {
  return file.documents.findLast((document) => document.span.start <= offset) ?? file.documents[0];
}
