/** Where the ids of a workspace are defined and where they are referred to. */
import type { Location, Position, Range } from "./diagnostic.ts";
import type { Span } from "./line-index.ts";
import type { EntityKind } from "./vocabulary.ts";

/** One place in a text that is an id. */
export interface EntityOccurrence {
  kind: EntityKind;
  id: string;
  role: "definition" | "reference";
  /** The id itself, without quotes. */
  location: Location;
  span: Span;
  /** JSON pointer of the node that holds it, in its document. */
  pointer: string;
  /** The document's place in its file. */
  document: number;
  /** A part of a larger id: the model or the provider within a deployment id. */
  part: boolean;
  /** Set where the text has escapes, so that the id cannot be replaced character by character. */
  escaped: boolean;
}

/** A definition with what it defines. */
export interface EntityDefinition extends EntityOccurrence {
  role: "definition";
  /** The whole entry, from the id to the end of its value. */
  entry: Range;
}

const NONE: readonly never[] = [];

export class EntityIndex {
  readonly #definitions = new Map<EntityKind, Map<string, EntityDefinition[]>>();
  readonly #references = new Map<EntityKind, Map<string, EntityOccurrence[]>>();
  readonly #byFile = new Map<string, EntityOccurrence[]>();

  constructor(occurrences: Iterable<EntityOccurrence | EntityDefinition>) {
    for (const occurrence of occurrences) {
      if (isDefinition(occurrence)) push(this.#definitions, occurrence);
      else push(this.#references, occurrence);
      const inFile = this.#byFile.get(occurrence.location.uri);
      if (inFile) inFile.push(occurrence);
      else this.#byFile.set(occurrence.location.uri, [occurrence]);
    }
    for (const inFile of this.#byFile.values())
      inFile.sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  }

  /** The ids of a kind, in the order of the files. */
  ids(kind: EntityKind): string[] {
    return [...(this.#definitions.get(kind)?.keys() ?? [])];
  }

  /** All definitions of a kind, or of one id of it: more than one where an id is duplicated. */
  definitions(kind: EntityKind, id?: string): readonly EntityDefinition[] {
    const ofKind = this.#definitions.get(kind);
    if (id !== undefined) return ofKind?.get(id) ?? NONE;
    return ofKind ? [...ofKind.values()].flat() : NONE;
  }

  /** The first definition of an id. */
  definition(kind: EntityKind, id: string): EntityDefinition | undefined {
    return this.#definitions.get(kind)?.get(id)?.[0];
  }

  /** Whether an id is defined. */
  has(kind: EntityKind, id: string): boolean {
    return this.#definitions.get(kind)?.has(id) ?? false;
  }

  /** Where an id is referred to, parts of deployment ids included; its definitions are not. */
  references(kind: EntityKind, id: string): readonly EntityOccurrence[] {
    return this.#references.get(kind)?.get(id) ?? NONE;
  }

  /** All references, in the order of the files. */
  *allReferences(): Iterable<EntityOccurrence> {
    for (const byId of this.#references.values()) for (const found of byId.values()) yield* found;
  }

  /** All occurrences in one file, in the order of the text. */
  inFile(uri: string): readonly EntityOccurrence[] {
    return this.#byFile.get(uri) ?? NONE;
  }

  /** The id at a position; the end of an id still belongs to it. A whole deployment id, not a part of it. */
  at(uri: string, position: Position): EntityOccurrence | EntityDefinition | undefined {
    return this.allAt(uri, position).find((occurrence) => !occurrence.part);
  }

  /** The ids at a position, the widest first: a deployment id, then the model or the provider in it. */
  allAt(uri: string, position: Position): (EntityOccurrence | EntityDefinition)[] {
    const inFile = this.inFile(uri);
    let low = 0;
    let high = inFile.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const end = inFile[middle]?.location.range.end;
      // Ids stand on one line each and do not overlap but for the parts of one, so ends rise almost as starts do.
      if (end && (end.line < position.line || (end.line === position.line && end.character < position.character)))
        low = middle + 1;
      else high = middle;
    }
    const found: EntityOccurrence[] = [];
    for (let index = Math.max(0, low - 2); index < inFile.length; index += 1) {
      const occurrence = inFile[index] as EntityOccurrence;
      const { start, end } = occurrence.location.range;
      if (start.line > position.line || (start.line === position.line && start.character > position.character)) break;
      if (end.line > position.line || (end.line === position.line && end.character >= position.character))
        found.push(occurrence);
    }
    return found;
  }
}

/** Whether an occurrence is where its id is defined. */
export function isDefinition(occurrence: EntityOccurrence): occurrence is EntityDefinition {
  return occurrence.role === "definition";
}

function push<T extends EntityOccurrence>(index: Map<EntityKind, Map<string, T[]>>, occurrence: T): void {
  let byId = index.get(occurrence.kind);
  if (!byId) {
    byId = new Map();
    index.set(occurrence.kind, byId);
  }
  const known = byId.get(occurrence.id);
  if (known) known.push(occurrence);
  else byId.set(occurrence.id, [occurrence]);
}
