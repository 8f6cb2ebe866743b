/** The values that a schema allows at a place, with what is known of each. */
import {
  DOCUMENT_KINDS,
  type EntityIndex,
  type EntityKind,
  resolveSchema,
  type SchemaNode,
  timezones,
  type WorkspaceDocuments,
} from "@fairlead/runtime/documents";
import { CompletionItemKind } from "vscode-languageserver";
import { entityCard, entityDetail } from "../entity-card.ts";
import { enumMarkdown } from "../schema-text.ts";

export interface ValueOffer {
  value: string;
  /** A number or a boolean stands without quotes even in JSON. */
  bare: boolean;
  kind: CompletionItemKind;
  detail: string;
  documentation: string;
  isDefault: boolean;
  /** A few words behind the label, where the client shows them. */
  aside?: string;
  /** What cannot be meant stands below all that can. */
  isOut?: boolean;
}

export interface KnownEntities {
  entities: EntityIndex;
  documents: WorkspaceDocuments;
}

/** All values that can be offered for a scalar of this schema; where a list is allowed too, also its items. */
export function valueOffers(root: SchemaNode, given: SchemaNode, known: KnownEntities): ValueOffer[] {
  const schema = resolveSchema(root, given);
  if (schema.anyOf) {
    const [scalar] = schema.anyOf
      .map((branch) => resolveSchema(root, branch))
      .filter((branch) => branch.type !== "array");
    return scalar ? valueOffers(root, scalar, known) : [];
  }
  if (schema.type === "array") return schema.items ? valueOffers(root, schema.items, known) : [];
  const references = schema["x-references"];
  if (references) return entityOffers(references, known);
  if (schema.enum) return schema.enum.map((value) => wordOffer(schema, value, CompletionItemKind.EnumMember));
  if (schema.const !== undefined) return [wordOffer(schema, schema.const, CompletionItemKind.Constant)];
  if (schema.type === "boolean")
    return [true, false].map((value) => wordOffer(schema, value, CompletionItemKind.Value));
  if (schema["x-format"] === "timezone")
    return timezones().map((zone) => ({ ...wordOffer(schema, zone, CompletionItemKind.Value), detail: "time zone" }));
  // An example is no fact about this company, so it is marked as one.
  if (schema["x-format"] || schema.format === "date" || schema.type === "integer" || schema.type === "number")
    return (schema.examples ?? [])
      .slice(0, 3)
      .map((value) => ({ ...wordOffer(schema, value, CompletionItemKind.Value), detail: "example" }));
  return [];
}

/** The ids of a kind, each with its facts. */
export function entityOffers(kind: EntityKind, { entities, documents }: KnownEntities): ValueOffer[] {
  return entities.ids(kind).map((id) => ({
    value: id,
    bare: false,
    kind: CompletionItemKind.Reference,
    detail: entityDetail(kind, id, documents),
    documentation: entityCard(kind, id, documents),
    isDefault: false,
  }));
}

/** The kinds of documents, where it is not known yet which this is. */
export function kindOffers(): ValueOffer[] {
  return DOCUMENT_KINDS.map((kind) =>
    wordOffer({ description: "A kind of document." }, kind, CompletionItemKind.EnumMember),
  );
}

function wordOffer(schema: SchemaNode, value: unknown, kind: CompletionItemKind): ValueOffer {
  const isDefault = schema.default !== undefined && schema.default === value;
  return {
    value: String(value),
    bare: typeof value !== "string",
    kind,
    detail: isDefault ? "default" : "",
    documentation: enumMarkdown(schema, value) ?? schema.description ?? "",
    isDefault,
  };
}
