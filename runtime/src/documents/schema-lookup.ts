/** Finds the part of a schema that describes a place in a document. */
import { pointerSegments } from "./pointer.ts";
import type { SchemaNode } from "./schemas.ts";

/** The shape of a value, as far as it decides between the alternatives of a schema. */
export type ValueShape = "map" | "sequence" | "scalar";

/** A schema with its `$ref` replaced by what it points to. Only references within one schema occur. */
export function resolveSchema(root: SchemaNode, node: SchemaNode): SchemaNode {
  let resolved = node;
  for (let hops = 0; resolved.$ref !== undefined && hops < 10; hops += 1) {
    const target = lookUp(root, resolved.$ref.replace(/^#/, ""));
    if (!target) return resolved;
    // What stands beside the reference (a title, a description) says more about this place.
    const { $ref: _, ...beside } = resolved;
    resolved = { ...target, ...beside };
  }
  return resolved;
}

/** The schema for a value of this shape: where there are alternatives, the one that has it. */
export function schemaForShape(root: SchemaNode, node: SchemaNode, shape: ValueShape): SchemaNode {
  const schema = resolveSchema(root, node);
  if (!schema.anyOf) return schema;
  const branches = schema.anyOf.map((branch) => resolveSchema(root, branch));
  const fitting = branches.find((branch) => shapeOf(branch) === shape) ?? branches[0];
  const { anyOf: _, ...beside } = schema;
  return fitting ? { ...fitting, ...beside } : schema;
}

/** The schema of a child by key or index, or undefined where the schema knows no such child. */
export function childSchema(root: SchemaNode, node: SchemaNode, segment: string | number): SchemaNode | undefined {
  const schema = schemaForShape(root, node, typeof segment === "number" ? "sequence" : "map");
  if (typeof segment === "number") return schema.items && resolveSchema(root, schema.items);
  if (schema.properties && Object.hasOwn(schema.properties, segment)) {
    const property = schema.properties[segment];
    return property && resolveSchema(root, property);
  }
  const others = schema.additionalProperties;
  return typeof others === "object" ? resolveSchema(root, others) : undefined;
}

/** The schema at a path of keys and indexes, or undefined where the schema knows no such place. */
export function schemaAt(root: SchemaNode, path: readonly (string | number)[]): SchemaNode | undefined {
  let node: SchemaNode | undefined = root;
  for (const segment of path) node = node && childSchema(root, node, segment);
  return node;
}

function shapeOf(schema: SchemaNode): ValueShape {
  if (schema.type === "array") return "sequence";
  if (schema.type === "object") return "map";
  return "scalar";
}

function lookUp(root: SchemaNode, pointer: string): SchemaNode | undefined {
  let current: unknown = root;
  for (const segment of pointerSegments(pointer)) {
    if (current === null || typeof current !== "object") return undefined;
    current = (current as Record<string, unknown>)[segment];
  }
  return current as SchemaNode | undefined;
}
