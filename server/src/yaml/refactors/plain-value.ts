import type { DocumentNode } from "@fairlead/runtime/documents";

/** The value of a node as plain data. */
export function plainValue(node: DocumentNode): unknown {
  if (node.type === "scalar") return node.value;
  if (node.type === "sequence") return node.items.map(plainValue);
  return Object.fromEntries([...node.entries.values()].map(({ key, value }) => [key, plainValue(value)]));
}
