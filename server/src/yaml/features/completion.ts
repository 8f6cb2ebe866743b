/** Completion in documents: keys, values, ids of other documents, and whole skeletons. */
import {
  type CheckedWorkspace,
  type DocumentKind,
  kindOfName,
  LineIndex,
  type Position,
  resolveSchema,
  type SchemaNode,
  schemaAt,
  schemaForShape,
  schemaOf,
} from "@fairlead/runtime/documents";
import { type CompletionItem, CompletionItemKind, MarkupKind } from "vscode-languageserver";
import { anchorsIn } from "../completion/anchors.ts";
import { type CursorContext, cursorContext } from "../completion/cursor-context.ts";
import { saidKind } from "../completion/document-kind.ts";
import { documentSkeletons } from "../completion/document-skeletons.ts";
import { entitySnippet, keySnippet, mapSnippet } from "../completion/insert-text.ts";
import { type CompletionClient, Insertion } from "../completion/insertion.ts";
import { judgedOffers } from "../completion/judged-offers.ts";
import { newEntityOffers } from "../completion/new-entity-offers.ts";
import { offerItem } from "../completion/offer-items.ts";
import { suppressionItems } from "../completion/suppression-items.ts";
import { entityOffers, kindOffers, type ValueOffer, valueOffers } from "../completion/value-offers.ts";
import { schemaMarkdown, typeName } from "../schema-text.ts";

export type { CompletionClient } from "../completion/insertion.ts";

/** What is known beyond the documents. */
export interface Surroundings {
  /** In milliseconds since 1970: what may serve a workload depends on it, and dates are reckoned from it. */
  now: number;
  /** Folders of the workspace, with forward slashes. */
  folders?: readonly string[];
}

/** Everything that can be typed at a position. Lists are complete: the client filters as the user types on. */
export function complete(
  uri: string,
  text: string,
  position: Position,
  known: CheckedWorkspace,
  client: CompletionClient,
  surroundings: Surroundings,
): CompletionItem[] {
  const lines = new LineIndex(text);
  const offset = lines.offsetAt(position);
  const inComment = suppressionItems(uri, lines, offset, known);
  if (inComment) return inComment;
  const context = cursorContext(text, lines, offset);
  if (!context) return [];
  const insertion = new Insertion(uri, text, lines, offset, context, client);
  return new Completion(uri, text, context, insertion, known, client, surroundings).items();
}

/** The keys and zeros that lead to what is typed at a position, where something can be completed there. */
export function completionPlace(text: string, position: Position): readonly (string | number)[] {
  const lines = new LineIndex(text);
  return cursorContext(text, lines, lines.offsetAt(position))?.path ?? [];
}

class Completion {
  readonly #uri: string;
  readonly #text: string;
  readonly #context: CursorContext;
  readonly #insertion: Insertion;
  readonly #known: CheckedWorkspace;
  readonly #client: CompletionClient;
  readonly #surroundings: Surroundings;

  constructor(
    uri: string,
    text: string,
    context: CursorContext,
    insertion: Insertion,
    known: CheckedWorkspace,
    client: CompletionClient,
    surroundings: Surroundings,
  ) {
    this.#uri = uri;
    this.#text = text;
    this.#context = context;
    this.#insertion = insertion;
    this.#known = known;
    this.#client = client;
    this.#surroundings = surroundings;
  }

  items(): CompletionItem[] {
    const { path, place } = this.#context;
    if (this.#insertion.typed.startsWith("*") || (place === "value" && path.at(-1) === "<<")) return this.#aliases();
    const kind = this.#kind();
    if (!kind) return this.#withoutKind();
    const root = schemaOf(kind);
    const schema = schemaAt(root, path);
    if (!schema) return [];
    if (place === "value") return this.#values(root, schema);
    if (place === "item") return this.#itemsOfList(root, schema);
    const map = schemaForShape(root, schema, "map");
    const isMap = map.properties !== undefined || typeof map.additionalProperties === "object";
    if (isMap) return this.#keys(root, map);
    // The value of the key above, begun on the next line.
    if (schemaForShape(root, schema, "sequence").items) return this.#dashedItems(root, schema);
    return this.#values(root, schema);
  }

  #aliases(): CompletionItem[] {
    const { document, span } = this.#context;
    return anchorsIn(this.#text.slice(document.start, span.start)).map((name) => ({
      label: `*${name}`,
      kind: CompletionItemKind.Reference,
      detail: "anchor",
      ...this.#insertion.edit(`*${name}`, false),
    }));
  }

  #kind(): DocumentKind | undefined {
    const { start, end } = this.#context.document;
    return saidKind(this.#text.slice(start, end), this.#uri);
  }

  #withoutKind(): CompletionItem[] {
    const { path, place } = this.#context;
    if (place === "value" && path.length === 1 && path[0] === "kind")
      return kindOffers().map((offer, index) => this.#valueItem(offer, index));
    if (place === "value" && path.length === 1 && path[0] === "apiVersion")
      return this.#values(schemaOf("Catalog"), schemaAt(schemaOf("Catalog"), ["apiVersion"]) ?? {});
    if (place !== "key" || path.length > 0) return [];
    const { properties = {} } = schemaOf("Catalog");
    const header = ["apiVersion", "kind"].flatMap((key) => {
      const schema = properties[key];
      const { const: _, ...open } = schema ?? {};
      return schema && !this.#context.keys.includes(key)
        ? [this.#keyItem({}, key, key === "kind" ? open : schema, true)]
        : [];
    });
    return [...this.#skeletons(), ...header];
  }

  #skeletons(): CompletionItem[] {
    const { document, flow, keys, column } = this.#context;
    const rest = this.#text.slice(document.start, document.end).replace(this.#insertion.typed, "");
    const isEmpty =
      keys.length === 0 && !flow && column === 0 && rest.replace(/^\s*(#.*|---\s*)?$/gm, "").trim() === "";
    if (!isEmpty || this.#insertion.style.json) return [];
    return documentSkeletons(kindOfName(this.#uri), this.#insertion.style).map(({ kind, insert }) => ({
      label: `${kind} document`,
      kind: CompletionItemKind.Snippet,
      documentation: { kind: MarkupKind.Markdown, value: schemaMarkdown(schemaOf(kind)) },
      sortText: "0",
      ...this.#insertion.edit(insert, true),
    }));
  }

  #keys(root: SchemaNode, map: SchemaNode): CompletionItem[] {
    const { keys, path } = this.#context;
    const present = new Set(keys);
    const required = new Set(map.required ?? []);
    const items = Object.entries(map.properties ?? {})
      .filter(([key]) => !present.has(key))
      .map(([key, schema]) => ({ key, schema: resolveSchema(root, schema) }))
      // What lies below the cursor can belong to a map or a list only.
      .filter(({ schema }) => !this.#context.hasChildren || schema.type === "object" || schema.type === "array")
      .map(({ key, schema }) => this.#keyItem(root, key, schema, required.has(key)));
    const entity = map.additionalProperties;
    if (typeof entity !== "object") return [...(path.length === 0 ? this.#skeletons() : []), ...items];
    const value = resolveSchema(root, entity);
    const refers = map["x-keys-reference"];
    if (refers) {
      const unused = entityOffers(refers, this.#known).filter((offer) => !present.has(offer.value));
      const offers = judgedOffers(unused, this.#kind() ?? "Catalog", path, this.#known, this.#surroundings.now);
      return offers.map((offer, index) => ({
        ...offerItem(offer, index, this.#client, this.#uri),
        ...this.#insertion.edit(
          this.#insertion.keyText(offer.value, () =>
            entitySnippet(root, offer.value, value, this.#insertion.style, true),
          ),
          true,
        ),
      }));
    }
    const defines = map["x-defines"];
    if (!defines) return items;
    const { hasColon } = this.#context;
    // Where an entity stands already only its id can be meant, and a placeholder is none.
    const offers = newEntityOffers(defines, this.#known, present).filter(({ isFixed }) => isFixed || !hasColon);
    return offers.map(({ id, detail, isFixed }) => ({
      label: isFixed ? id : `new ${detail}`,
      kind: CompletionItemKind.Snippet,
      detail: isFixed ? detail : "",
      documentation: { kind: MarkupKind.Markdown, value: schemaMarkdown(value) },
      ...this.#insertion.edit(
        this.#insertion.keyText(id, () => entitySnippet(root, id, value, this.#insertion.style, isFixed)),
        true,
      ),
    }));
  }

  #keyItem(root: SchemaNode, key: string, schema: SchemaNode, isRequired: boolean): CompletionItem {
    const snippet = this.#insertion.keyText(key, () => keySnippet(root, key, schema, this.#insertion.style));
    return {
      label: key,
      kind: CompletionItemKind.Property,
      detail: `${typeName(schema)}${isRequired ? ", required" : ""}`,
      documentation: { kind: MarkupKind.Markdown, value: schemaMarkdown(schema, key) },
      // What is required comes first, the rest in the order of the schema's own importance to readers: by name.
      sortText: `${isRequired ? "1" : "2"}${key}`,
      ...this.#insertion.edit(snippet, true),
    };
  }

  #values(root: SchemaNode, schema: SchemaNode): CompletionItem[] {
    if (schema.type === "object") return this.#mapInBraces(root, schema);
    return this.#offers(root, schema).map((offer, index) =>
      schema.type === "array"
        ? this.#offerItem(offer, `[${this.#insertion.scalar(offer)}]`, index)
        : this.#valueItem(offer, index),
    );
  }

  #offers(root: SchemaNode, schema: SchemaNode): ValueOffer[] {
    const { path } = this.#context;
    const kind = this.#kind() ?? "Catalog";
    const offers = valueOffers(root, schema, this.#known, {
      kind,
      path: this.#context.place === "value" ? path : [...path, 0],
      typed: this.#insertion.typed,
      ...this.#surroundings,
    });
    return judgedOffers(offers, kind, path, this.#known, this.#surroundings.now);
  }

  /** What a map needs, behind its key; below it the keys come one by one. */
  #mapInBraces(root: SchemaNode, schema: SchemaNode): CompletionItem[] {
    const keys = schema.required ?? [];
    if (keys.length === 0 || this.#insertion.style.json) return [];
    return [
      {
        label: `{ ${keys.join(", ")} }`,
        kind: CompletionItemKind.Snippet,
        documentation: { kind: MarkupKind.Markdown, value: schemaMarkdown(schema) },
        ...this.#insertion.edit(mapSnippet(root, schema, this.#insertion.style), true),
      },
    ];
  }

  #itemsOfList(root: SchemaNode, list: SchemaNode): CompletionItem[] {
    const schema = schemaForShape(root, list, "sequence");
    if (!schema.items) return [];
    const item = resolveSchema(root, schema.items);
    if (item.type === "object" && !this.#context.flow) return this.#keys(root, item);
    if (item.type === "object") return [];
    return this.#unusedOffers(root, schema).map((offer, index) => this.#valueItem(offer, index));
  }

  #dashedItems(root: SchemaNode, schema: SchemaNode): CompletionItem[] {
    const list = schemaForShape(root, schema, "sequence");
    if (!list.items || resolveSchema(root, list.items).type === "object") return [];
    return this.#unusedOffers(root, list).map((offer, index) =>
      this.#offerItem(offer, `- ${this.#insertion.scalar(offer)}`, index),
    );
  }

  #unusedOffers(root: SchemaNode, list: SchemaNode): ValueOffer[] {
    const used = new Set(this.#context.items);
    return this.#offers(root, list).filter(({ value }) => !used.has(value));
  }

  #valueItem(offer: ValueOffer, index: number): CompletionItem {
    return this.#offerItem(offer, this.#insertion.scalar(offer), index);
  }

  #offerItem(offer: ValueOffer, newText: string, index: number): CompletionItem {
    return { ...offerItem(offer, index, this.#client, this.#uri), ...this.#insertion.edit(newText, false) };
  }
}
