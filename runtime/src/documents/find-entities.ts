/** Finds the ids in a document by walking it along the annotations of its schema. */
import type { Range } from "./diagnostic.ts";
import type { DocumentNode, MapEntry, MapNode, ScalarNode } from "./document-node.ts";
import { type EntityDefinition, type EntityOccurrence, isDefinition } from "./entity-index.ts";
import { EntryMemory, originOf } from "./entry-origin.ts";
import type { Span } from "./line-index.ts";
import type { ParsedDocument, ParsedFile } from "./parsed-file.ts";
import { appendPointer } from "./pointer.ts";
import { childSchema, schemaForShape } from "./schema-lookup.ts";
import { type SchemaNode, schemaOf } from "./schemas.ts";
import { shiftSpan } from "./shift-nodes.ts";
import { type EntityKind, splitDeploymentId } from "./vocabulary.ts";

type Occurrence = EntityOccurrence | EntityDefinition;

/**
 * The ids that a document defines (`x-defines` on a map: its keys) and refers to (`x-references` on a text,
 * `x-keys-reference` on a map). Every deployment id refers to its model and its provider too.
 */
export function findEntities(file: ParsedFile, document: ParsedDocument): Occurrence[] {
  if (!document.kind || !document.ours || !document.root) return [];
  const schema = schemaOf(document.kind);
  const walk = new EntityWalk(file, document.index, schema);
  walk.visit(document.root, schema, "");
  return walk.found;
}

class EntityWalk {
  readonly found: Occurrence[] = [];
  readonly #referred = new Set<string>();
  readonly #file: ParsedFile;
  readonly #document: number;
  readonly #schema: SchemaNode;

  constructor(file: ParsedFile, document: number, schema: SchemaNode) {
    this.#file = file;
    this.#document = document;
    this.#schema = schema;
  }

  visit(node: DocumentNode, given: SchemaNode, pointer: string): void {
    const schema = schemaForShape(this.#schema, given, node.type);
    if (node.type === "map") this.#map(node, schema, pointer);
    else if (node.type === "sequence") {
      for (const [index, item] of node.items.entries()) {
        const items = childSchema(this.#schema, schema, index);
        if (items) this.visit(item, items, appendPointer(pointer, index));
      }
    } else if (schema["x-references"]) this.#reference(node, schema["x-references"], pointer);
  }

  #map(node: MapNode, schema: SchemaNode, pointer: string): void {
    const defines = schema["x-defines"];
    const refers = schema["x-keys-reference"];
    for (const entry of node.entries.values()) {
      const at = appendPointer(pointer, entry.key);
      if (defines && originOf(entry)) {
        this.#remembered(entry, defines, schema, at);
        continue;
      }
      // A definition through an alias or a merge is one of its own, though its text stands elsewhere.
      if (defines) this.#definition(entry, defines, at);
      else if (refers) this.#add(refers, entry.key, entry.keySpan, at, true);
      const child = childSchema(this.#schema, schema, entry.key);
      if (child) this.visit(entry.value, child, at);
    }
  }

  /** An entity that stands for itself shares no place with another, and its ids move with its text. */
  #remembered(entry: MapEntry, kind: EntityKind, schema: SchemaNode, pointer: string): void {
    const { line } = this.#file.lines.positionAt(entry.keySpan.start);
    const make = () => {
      const walk = new EntityWalk(this.#file, this.#document, this.#schema);
      walk.#definition(entry, kind, pointer);
      const child = childSchema(this.#schema, schema, entry.key);
      if (child) walk.visit(entry.value, child, pointer);
      return { line, occurrences: walk.found };
    };
    const move = (found: Found, by: number) => movedFound(found, by, line);
    for (const occurrence of memoryFor(this.#schema).of(entry, make, move).occurrences) this.found.push(occurrence);
  }

  #definition(entry: MapEntry, kind: EntityKind, pointer: string): void {
    if (entry.key === "") return;
    const { keySpan: span, value } = entry;
    const verbatim = this.#file.text.slice(span.start, span.end) === entry.key;
    const end = entry.merged ? span.end : Math.max(span.end, value.span.end);
    this.found.push({
      ...this.#occurrence(kind, entry.key, span, pointer, verbatim),
      role: "definition",
      entry: this.#file.lines.range({ start: span.start, end }),
    });
    this.#parts(kind, entry.key, span, pointer, verbatim);
  }

  #reference(node: ScalarNode, kind: EntityKind, pointer: string): void {
    // A number or an empty value is reported as a wrong type; it is no id.
    if (typeof node.value !== "string" || node.value === "") return;
    this.#add(kind, node.value, node.inner, pointer, node.verbatim);
  }

  #add(kind: EntityKind, id: string, span: Span, pointer: string, verbatim: boolean): void {
    // What aliases repeat is one place in the text, and one reference for each kind that it is taken for.
    const place = `${kind} ${span.start}`;
    if (this.#referred.has(place)) return;
    this.#referred.add(place);
    const same = verbatim && this.#file.text.slice(span.start, span.end) === id;
    this.found.push({ ...this.#occurrence(kind, id, span, pointer, same), role: "reference" });
    this.#parts(kind, id, span, pointer, same);
  }

  #parts(kind: EntityKind, id: string, span: Span, pointer: string, verbatim: boolean): void {
    const parts = kind === "deployment" ? splitDeploymentId(id) : undefined;
    if (!parts) return;
    const middle = span.start + parts.model.length;
    const model = verbatim ? { start: span.start, end: middle } : span;
    const provider = verbatim ? { start: middle + 1, end: span.end } : span;
    const role = "reference";
    this.found.push({ ...this.#occurrence("model", parts.model, model, pointer, verbatim), role, part: true });
    this.found.push({ ...this.#occurrence("provider", parts.provider, provider, pointer, verbatim), role, part: true });
  }

  #occurrence(
    kind: EntityKind,
    id: string,
    span: Span,
    pointer: string,
    verbatim: boolean,
  ): Omit<EntityOccurrence, "role"> {
    const location = { uri: this.#file.uri, range: this.#file.lines.range(span) };
    return { kind, id, location, span, pointer, document: this.#document, part: false, escaped: !verbatim };
  }
}

/** The ids of one entity, with the line on which it began then. */
interface Found {
  line: number;
  occurrences: readonly Occurrence[];
}

/** By schema: what an entity refers to depends on the kind of its document. */
const memories = new Map<SchemaNode, EntryMemory<Found>>();

function memoryFor(schema: SchemaNode): EntryMemory<Found> {
  const known = memories.get(schema) ?? new EntryMemory<Found>();
  memories.set(schema, known);
  return known;
}

/** The ids of an entity that was moved as a whole, so that its columns are the same. */
function movedFound(found: Found, by: number, line: number): Found {
  const lines = line - found.line;
  if (by === 0 && lines === 0) return found;
  const occurrences = found.occurrences.map((occurrence): Occurrence => {
    const { uri, range } = occurrence.location;
    const moved = {
      ...occurrence,
      span: shiftSpan(occurrence.span, by),
      location: { uri, range: movedRange(range, lines) },
    };
    return isDefinition(moved) ? { ...moved, entry: movedRange(moved.entry, lines) } : moved;
  });
  return { line, occurrences };
}

function movedRange({ start, end }: Range, lines: number): Range {
  return {
    start: { line: start.line + lines, character: start.character },
    end: { line: end.line + lines, character: end.character },
  };
}
