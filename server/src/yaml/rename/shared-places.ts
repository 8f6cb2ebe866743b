/** Which texts of a document stand for several things at once, through aliases and merge keys. */
import {
  childSchema,
  type DocumentNode,
  type EntityKind,
  type ParsedDocument,
  type SchemaNode,
  schemaForShape,
  schemaOf,
} from "@fairlead/runtime/documents";

/** What a text is taken for at one of its uses: an id of a kind, or anything else. */
type Use = EntityKind | "other";

const known = new WeakMap<ParsedDocument, ReadonlyMap<number, ReadonlySet<Use>>>();

/**
 * What the text that begins at an offset is taken for, at all places that it stands for. A text that an alias repeats
 * as another kind of id, or as something that is no id, can not be changed for one of them alone.
 */
export function usesOf(document: ParsedDocument, start: number): ReadonlySet<Use> {
  let uses = known.get(document);
  if (!uses) {
    uses = collect(document);
    known.set(document, uses);
  }
  return uses.get(start) ?? new Set();
}

function collect({ kind, root }: ParsedDocument): ReadonlyMap<number, ReadonlySet<Use>> {
  const uses = new Map<number, Set<Use>>();
  if (!kind || !root) return uses;
  const rootSchema = schemaOf(kind);
  const add = (start: number, use: Use) => {
    const before = uses.get(start);
    if (before) before.add(use);
    else uses.set(start, new Set([use]));
  };
  const visit = (node: DocumentNode, given: SchemaNode | undefined): void => {
    const schema = given && schemaForShape(rootSchema, given, node.type);
    if (node.type === "scalar") add(node.inner.start, schema?.["x-references"] ?? "other");
    else if (node.type === "sequence") {
      const items = schema && childSchema(rootSchema, schema, 0);
      for (const item of node.items) visit(item, items);
    } else {
      const ids = schema?.["x-defines"] ?? schema?.["x-keys-reference"];
      for (const { key, keySpan, keySource = keySpan, value } of node.entries.values()) {
        add(keySource.start, ids ?? "other");
        visit(value, schema && childSchema(rootSchema, schema, key));
      }
    }
  };
  visit(root, rootSchema);
  return uses;
}
