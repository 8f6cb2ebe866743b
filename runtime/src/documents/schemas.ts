/** The JSON Schemas of the documents, as data. */
import benchmarkSuite from "../../../schemas/benchmark-suite.schema.json" with { type: "json" };
import catalog from "../../../schemas/catalog.schema.json" with { type: "json" };
import project from "../../../schemas/project.schema.json" with { type: "json" };
import routingPolicy from "../../../schemas/routing-policy.schema.json" with { type: "json" };
import type { DocumentKind, EntityKind } from "./vocabulary.ts";

/** The part of JSON Schema draft-07 that the documents use, with our annotations. */
export interface SchemaNode {
  $ref?: string;
  title?: string;
  description?: string;
  type?: string | readonly string[];
  properties?: Readonly<Record<string, SchemaNode>>;
  additionalProperties?: boolean | SchemaNode;
  propertyNames?: SchemaNode;
  required?: readonly string[];
  items?: SchemaNode;
  anyOf?: readonly SchemaNode[];
  definitions?: Readonly<Record<string, SchemaNode>>;
  enum?: readonly unknown[];
  const?: unknown;
  pattern?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  minLength?: number;
  uniqueItems?: boolean;
  default?: unknown;
  examples?: readonly unknown[];
  /** What the numbers count, in words. */
  "x-unit"?: string;
  "x-format"?: string;
  "x-enum-descriptions"?: Readonly<Record<string, string>>;
  /** The keys of this map are the ids of such entities. */
  "x-defines"?: EntityKind;
  /** This text is the id of such an entity. */
  "x-references"?: EntityKind;
  /** The keys of this map are ids of entities defined elsewhere. */
  "x-keys-reference"?: EntityKind;
}

const SCHEMAS: Readonly<Record<DocumentKind, SchemaNode>> = {
  Catalog: catalog as unknown as SchemaNode,
  RoutingPolicy: routingPolicy as unknown as SchemaNode,
  BenchmarkSuite: benchmarkSuite as unknown as SchemaNode,
  Project: project as unknown as SchemaNode,
};

/** The schema of a kind of document. */
export function schemaOf(kind: DocumentKind): SchemaNode {
  return SCHEMAS[kind];
}

/** The kind of document in which such entities are defined. */
export function documentKindOf(entity: EntityKind): DocumentKind {
  return HOMES.get(entity)?.kind ?? "Catalog";
}

/** The key under which such entities are defined: `providers` for `provider`. */
export function sectionOf(entity: EntityKind): string {
  return HOMES.get(entity)?.section ?? entity;
}

const HOMES: ReadonlyMap<EntityKind, { kind: DocumentKind; section: string }> = new Map(
  (Object.keys(SCHEMAS) as DocumentKind[]).flatMap((kind) =>
    Object.entries(SCHEMAS[kind].properties ?? {}).flatMap(([section, node]) =>
      node["x-defines"] ? [[node["x-defines"], { kind, section }] as const] : [],
    ),
  ),
);
