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
import {
  type CompletionItem,
  CompletionItemKind,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
  type TextEdit,
} from "vscode-languageserver";
import { anchorsIn } from "../completion/anchors.ts";
import { type CursorContext, cursorContext, isTight } from "../completion/cursor-context.ts";
import { saidKind } from "../completion/document-kind.ts";
import { documentSkeletons } from "../completion/document-skeletons.ts";
import {
  entitySnippet,
  escapeSnippet,
  type InsertStyle,
  keySnippet,
  mapSnippet,
  scalarText,
} from "../completion/insert-text.ts";
import { judgedOffers } from "../completion/judged-offers.ts";
import { newEntityOffers } from "../completion/new-entity-offers.ts";
import { offerItem } from "../completion/offer-items.ts";
import { entityOffers, kindOffers, type ValueOffer, valueOffers } from "../completion/value-offers.ts";
import { schemaMarkdown, typeName } from "../schema-text.ts";

export interface CompletionClient {
  snippets: boolean;
  /** Whether the client leaves the indentation of inserted lines as it is when asked to. */
  insertTextModes: boolean;
  /** Whether the client shows a few words behind a label. */
  labelDetails?: boolean;
}

/**
 * Everything that can be typed at a position. Lists are complete: the client filters as the user types on.
 * `now` is in milliseconds since 1970: what may serve a workload depends on it.
 */
export function complete(
  uri: string,
  text: string,
  position: Position,
  known: CheckedWorkspace,
  client: CompletionClient,
  now: number,
): CompletionItem[] {
  const lines = new LineIndex(text);
  const offset = lines.offsetAt(position);
  const context = cursorContext(text, lines, offset);
  if (!context) return [];
  return new Completion(uri, text, lines, offset, context, known, client, now).items();
}

class Completion {
  readonly #uri: string;
  readonly #text: string;
  readonly #context: CursorContext;
  readonly #known: CheckedWorkspace;
  readonly #client: CompletionClient;
  readonly #style: InsertStyle;
  readonly #range: TextEdit["range"];
  readonly #typed: string;
  readonly #now: number;
  /** A colon or a dash is one only with a blank behind it. */
  readonly #gap: string;
  readonly #tail: string;

  constructor(
    uri: string,
    text: string,
    lines: LineIndex,
    offset: number,
    context: CursorContext,
    known: CheckedWorkspace,
    client: CompletionClient,
    now: number,
  ) {
    this.#uri = uri;
    this.#text = text;
    this.#context = context;
    this.#known = known;
    this.#client = client;
    this.#now = now;
    this.#gap = isTight(text, context) ? " " : "";
    this.#tail = tailOf(text, context);
    this.#range = lines.range(context.span);
    this.#typed = text.slice(context.span.start, offset);
    this.#style = {
      flow: context.flow,
      json: /\.json$/i.test(uri),
      column: context.column,
      snippets: client.snippets,
      eol: text.includes("\r\n") ? "\r\n" : "\n",
    };
  }

  items(): CompletionItem[] {
    const { path, place } = this.#context;
    if (this.#typed.startsWith("*") || (place === "value" && path.at(-1) === "<<")) return this.#aliases();
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
      ...this.#edit(`*${name}`, false),
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
    const rest = this.#text.slice(document.start, document.end).replace(this.#typed, "");
    const isEmpty =
      keys.length === 0 && !flow && column === 0 && rest.replace(/^\s*(#.*|---\s*)?$/gm, "").trim() === "";
    if (!isEmpty || this.#style.json) return [];
    return documentSkeletons(kindOfName(this.#uri), this.#style).map(({ kind, insert }) => ({
      label: `${kind} document`,
      kind: CompletionItemKind.Snippet,
      documentation: { kind: MarkupKind.Markdown, value: schemaMarkdown(schemaOf(kind)) },
      sortText: "0",
      ...this.#edit(insert, true),
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
      const offers = judgedOffers(unused, this.#kind() ?? "Catalog", path, this.#known, this.#now);
      return offers.map((offer, index) => ({
        ...offerItem(offer, index, this.#client.labelDetails === true),
        ...this.#edit(
          this.#keyText(offer.value, () => entitySnippet(root, offer.value, value, this.#style, true)),
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
      ...this.#edit(
        this.#keyText(id, () => entitySnippet(root, id, value, this.#style, isFixed)),
        true,
      ),
    }));
  }

  #keyItem(root: SchemaNode, key: string, schema: SchemaNode, isRequired: boolean): CompletionItem {
    const snippet = this.#keyText(key, () => keySnippet(root, key, schema, this.#style));
    return {
      label: key,
      kind: CompletionItemKind.Property,
      detail: `${typeName(schema)}${isRequired ? ", required" : ""}`,
      documentation: { kind: MarkupKind.Markdown, value: schemaMarkdown(schema, key) },
      // What is required comes first, the rest in the order of the schema's own importance to readers: by name.
      sortText: `${isRequired ? "1" : "2"}${key}`,
      ...this.#edit(snippet, true),
    };
  }

  /** A key, with the skeleton of its value where it has none yet. */
  #keyText(key: string, skeleton: () => string): string {
    const { hasColon, hasChildren } = this.#context;
    if (!hasColon && !hasChildren) return skeleton();
    const text = `${scalarText(key, this.#style)}${hasColon ? "" : ":"}`;
    return this.#client.snippets ? escapeSnippet(text) : text;
  }

  #values(root: SchemaNode, schema: SchemaNode): CompletionItem[] {
    if (schema.type === "object") return this.#mapInBraces(root, schema);
    return this.#offers(root, schema).map((offer, index) =>
      schema.type === "array"
        ? this.#offerItem(offer, `[${this.#scalar(offer)}]`, index)
        : this.#valueItem(offer, index),
    );
  }

  #offers(root: SchemaNode, schema: SchemaNode): ValueOffer[] {
    const offers = valueOffers(root, schema, this.#known);
    return judgedOffers(offers, this.#kind() ?? "Catalog", this.#context.path, this.#known, this.#now);
  }

  /** What a map needs, behind its key; below it the keys come one by one. */
  #mapInBraces(root: SchemaNode, schema: SchemaNode): CompletionItem[] {
    const keys = schema.required ?? [];
    if (keys.length === 0 || this.#style.json) return [];
    return [
      {
        label: `{ ${keys.join(", ")} }`,
        kind: CompletionItemKind.Snippet,
        documentation: { kind: MarkupKind.Markdown, value: schemaMarkdown(schema) },
        ...this.#edit(mapSnippet(root, schema, this.#style), true),
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
      this.#offerItem(offer, `- ${this.#scalar(offer)}`, index),
    );
  }

  #unusedOffers(root: SchemaNode, list: SchemaNode): ValueOffer[] {
    const used = new Set(this.#context.items);
    return this.#offers(root, list).filter(({ value }) => !used.has(value));
  }

  #valueItem(offer: ValueOffer, index: number): CompletionItem {
    return this.#offerItem(offer, this.#scalar(offer), index);
  }

  #offerItem(offer: ValueOffer, newText: string, index: number): CompletionItem {
    return { ...offerItem(offer, index, this.#client.labelDetails === true), ...this.#edit(newText, false) };
  }

  #scalar({ value, bare }: ValueOffer): string {
    if (bare) return value;
    const { quote } = this.#context;
    return quote ? `${quote}${value}${quote}` : scalarText(value, this.#style);
  }

  #edit(newText: string, isSnippet: boolean): Partial<CompletionItem> {
    const asSnippet = isSnippet && this.#client.snippets;
    return {
      textEdit: { range: this.#range, newText: `${this.#gap}${newText}${this.#tail}` },
      // The client compares this with what stands in the range, an opening quote included.
      ...(this.#context.quote && {
        filterText: newText.replace(/[:\s].*$/s, "").replace(/^["']?/, this.#context.quote),
      }),
      insertTextFormat: asSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
      ...(this.#client.insertTextModes && { insertTextMode: InsertTextMode.asIs }),
    };
  }
}

/** What must stand behind an inserted text, so that it does not run into what follows. */
function tailOf(text: string, { needsComma, span }: CursorContext): string {
  const next = text.charAt(span.end);
  if (needsComma) return next === " " ? "," : ", ";
  return next === "#" ? " " : "";
}
