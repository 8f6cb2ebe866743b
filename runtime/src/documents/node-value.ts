/** Plain JavaScript values of document nodes. */
import type { DocumentNode, MapEntry } from "./document-node.ts";
import { EntryMemory } from "./entry-origin.ts";

const values = new EntryMemory<unknown>();

/** The value of a node. Aliases of one anchor share one object, so treat the value as read-only. */
export function nodeValue(root: DocumentNode): unknown {
  // Aliases are copies of their node with another place, so what they share are the children.
  const known = new Map<unknown, unknown>();
  const entryValue = (entry: MapEntry) => values.of(entry, () => convert(entry.value));
  const convert = (node: DocumentNode): unknown => {
    if (node.type === "scalar") return node.value;
    const children = node.type === "map" ? node.entries : node.items;
    const before = known.get(children);
    if (before !== undefined) return before;
    if (node.type === "sequence") {
      const list: unknown[] = [];
      known.set(children, list);
      for (const item of node.items) list.push(convert(item));
      return list;
    }
    const record: Record<string, unknown> = {};
    known.set(children, record);
    for (const entry of node.entries.values()) setOwn(record, entry.key, entryValue(entry));
    return record;
  };
  return convert(root);
}

function setOwn(record: Record<string, unknown>, key: string, value: unknown): void {
  // Assigning `__proto__` would change the prototype instead of adding a key.
  if (key === "__proto__") Object.defineProperty(record, key, { value, enumerable: true, configurable: true });
  else record[key] = value;
}
