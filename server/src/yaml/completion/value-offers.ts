/** The values that a schema allows at a place, with what is known of each. */
import {
  DOCUMENT_KINDS,
  type DocumentKind,
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
import type { Path } from "./climb.ts";
import { commonValues } from "./common-values.ts";
import { wantsGlobs } from "./folder-globs.ts";
import { valuesInUse } from "./values-in-use.ts";

export interface ValueOffer {
  value: string;
  /** A number or a boolean stands without quotes even in JSON. */
  bare: boolean;
  kind: CompletionItemKind;
  detail: string;
  /** Made only when it is shown: cards of a thousand deployments are long. */
  documentation: () => string;
  /** What the documentation is found by again, for a client that asks for it later. */
  entity?: { kind: EntityKind; id: string; workload?: string };
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

/** Where values are wanted. */
export interface OfferPlace {
  kind: DocumentKind;
  /** To the value; a zero for an item of a list. */
  path: Path;
  /** What stands there already. */
  typed: string;
  /** Milliseconds since 1970. */
  now: number;
  /** Folders of the workspace. */
  folders?: readonly string[];
}

/** All values that can be offered for a scalar of this schema; where a list is allowed too, also its items. */
export function valueOffers(
  root: SchemaNode,
  given: SchemaNode,
  known: KnownEntities,
  place: OfferPlace,
): ValueOffer[] {
  const schema = resolveSchema(root, given);
  if (schema.anyOf) {
    const [scalar] = schema.anyOf
      .map((branch) => resolveSchema(root, branch))
      .filter((branch) => branch.type !== "array");
    return scalar ? valueOffers(root, scalar, known, place) : [];
  }
  if (schema.type === "array") {
    const path = place.path.at(-1) === 0 ? place.path : [...place.path, 0];
    return schema.items ? valueOffers(root, schema.items, known, { ...place, path }) : [];
  }
  const references = schema["x-references"];
  if (references) return entityOffers(references, known);
  if (schema.enum) return schema.enum.map((value) => wordOffer(schema, value, CompletionItemKind.EnumMember));
  if (schema.const !== undefined) return [wordOffer(schema, schema.const, CompletionItemKind.Constant)];
  if (schema.type === "boolean")
    return [true, false].map((value) => wordOffer(schema, value, CompletionItemKind.Value));
  if (schema["x-format"] === "timezone")
    return timezones().map((zone) => ({ ...wordOffer(schema, zone, CompletionItemKind.Value), detail: "time zone" }));
  return [...freeOffers(schema, known, place)];
}

/** Values for what can be anything: those in use elsewhere, and those that are common. */
function freeOffers(schema: SchemaNode, { documents }: KnownEntities, place: OfferPlace): ValueOffer[] {
  const { kind, path, typed, now, folders } = place;
  const key = path.findLast((segment) => typeof segment === "string");
  if (wantsGlobs(path))
    return (folders ?? []).map((folder) => ({
      ...wordOffer(schema, `${folder}/**`, CompletionItemKind.Folder),
      detail: "folder",
    }));
  const isWord = schema.type === "string" && schema.format !== "date";
  const inUse = isWord
    ? valuesInUse(kind, path, documents).map(({ value, count }) => ({
        ...wordOffer(schema, value, CompletionItemKind.Value),
        detail: count === 0 ? "common" : count === 1 ? "used once" : `used ${count} times`,
      }))
    : [];
  const isFree = isWord && !schema["x-format"] && schema.format !== "uri";
  const common = isFree ? [] : commonValues(schema, String(key ?? ""), typed, now);
  const known = new Set(inUse.map(({ value }) => value));
  const others = common.filter(({ value }) => !known.has(String(value)));
  return [
    ...inUse,
    ...others.map(({ value, detail }) => ({ ...wordOffer(schema, value, CompletionItemKind.Value), detail })),
  ];
}

/** The ids of a kind, each with its facts. */
export function entityOffers(kind: EntityKind, { entities, documents }: KnownEntities): ValueOffer[] {
  return entities.ids(kind).map((id) => ({
    value: id,
    bare: false,
    kind: CompletionItemKind.Reference,
    detail: entityDetail(kind, id, documents),
    documentation: () => entityCard(kind, id, documents),
    entity: { kind, id },
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
    documentation: () => enumMarkdown(schema, value) ?? schema.description ?? "",
    isDefault,
  };
}
