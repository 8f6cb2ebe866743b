/**
 * The nodes of a document with their places. Simpler than the YAML syntax tree: aliases and merge keys are
 * resolved, keys are text, and a key is found without looking through its siblings.
 */
import type { Span } from "./line-index.ts";
import { pointerSegments } from "./pointer.ts";

export type DocumentNode = MapNode | SequenceNode | ScalarNode;

interface NodePlace {
  /** Where it stands; for an alias where the alias stands. Empty where a value is missing. */
  span: Span;
  /** The name of the anchor, where an alias stands for this node. */
  alias?: string;
}

export interface MapNode extends NodePlace {
  type: "map";
  flow: boolean;
  /** The first entry of every key, in the order of the text; what is merged in comes last. */
  entries: ReadonlyMap<string, MapEntry>;
}

export interface MapEntry {
  key: string;
  /** The text of the key, without quotes. */
  keySpan: Span;
  /** Where the text of the key is written, where an alias stands for it. */
  keySource?: Span;
  value: DocumentNode;
  /** Came in by a merge key (`<<`), so that its key stands elsewhere. */
  merged: boolean;
}

export interface SequenceNode extends NodePlace {
  type: "sequence";
  flow: boolean;
  items: readonly DocumentNode[];
}

export interface ScalarNode extends NodePlace {
  type: "scalar";
  value: string | number | boolean | null;
  /** The text of the value without quotes; the same as `span` where there are none. */
  inner: Span;
  /** Whether each character of the value is one character at that place of `inner`. */
  verbatim: boolean;
}

/** A node found by its pointer. */
export interface FoundNode {
  node: DocumentNode;
  /** The entry through which it was reached, where its parent is a map. */
  entry: MapEntry | undefined;
}

/** The child of a node by key or index. */
export function childOf(node: DocumentNode, segment: string): FoundNode | undefined {
  if (node.type === "map") {
    const entry = node.entries.get(segment);
    return entry && { node: entry.value, entry };
  }
  if (node.type !== "sequence" || !/^\d+$/.test(segment)) return undefined;
  const item = node.items[Number(segment)];
  return item && { node: item, entry: undefined };
}

/** The node at a JSON pointer, or undefined where there is none. */
export function findNode(root: DocumentNode, pointer: string): FoundNode | undefined {
  let found: FoundNode | undefined = { node: root, entry: undefined };
  for (const segment of pointerSegments(pointer)) {
    found = found && childOf(found.node, segment);
    if (!found) return undefined;
  }
  return found;
}
