/** What is wrong between the documents of a workspace: ids that stand twice, and references that lead nowhere. */
import type { Diagnostic, Location } from "./diagnostic.ts";
import { findNode } from "./document-node.ts";
import { type EntityIndex, type EntityOccurrence, isDefinition } from "./entity-index.ts";
import type { ParsedFile } from "./parsed-file.ts";
import { appendPointer } from "./pointer.ts";
import { documentKindOf, sectionOf } from "./schemas.ts";
import { closest, didYouMean } from "./suggest.ts";
import type { DocumentKind, EntityKind } from "./vocabulary.ts";

/** Finds `link.duplicate-id`, `link.duplicate-default`, `link.unknown-id` and `link.no-documents`. */
export function linkDiagnostics(files: readonly ParsedFile[], entities: EntityIndex): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const homes = new DocumentHomes(files);
  const suggestions = new Map<string, string[]>();
  for (const { uri } of files) {
    const unlinked = new Map<DocumentKind, EntityOccurrence[]>();
    for (const occurrence of entities.inFile(uri)) {
      if (isDefinition(occurrence)) {
        const all = entities.definitions(occurrence.kind, occurrence.id);
        if (all.length > 1) diagnostics.push(duplicateId(occurrence, all));
        continue;
      }
      const { kind, id } = occurrence;
      if (entities.has(kind, id) || (occurrence.part && !isPartOfDefinition(occurrence, entities))) continue;
      const home = documentKindOf(kind);
      if (homes.broken(home)) continue;
      if (!homes.present(home)) {
        unlinked.set(home, [...(unlinked.get(home) ?? []), occurrence]);
        continue;
      }
      const key = `${kind} ${id}`;
      const replacements = suggestions.get(key) ?? closest(id, entities.ids(kind));
      suggestions.set(key, replacements);
      diagnostics.push(unknownId(occurrence, replacements));
    }
    for (const [home, occurrences] of unlinked) diagnostics.push(noDocuments(home, occurrences));
  }
  return [...diagnostics, ...duplicateDefaults(files)];
}

/** A default that two documents set would depend on the order in which they are read. */
function duplicateDefaults(files: readonly ParsedFile[]): Diagnostic[] {
  const places = new Map<string, Location[]>();
  for (const { uri, documents, lines } of files) {
    for (const { kind, root } of documents) {
      const defaults = kind === "RoutingPolicy" && root ? findNode(root, "/defaults")?.node : undefined;
      if (defaults?.type !== "map") continue;
      for (const { key, keySpan } of defaults.entries.values())
        places.set(key, [...(places.get(key) ?? []), { uri, range: lines.range(keySpan) }]);
    }
  }
  return [...places].flatMap(([key, all]) =>
    all.length < 2
      ? []
      : all.map((location) => ({
          ...location,
          severity: "error" as const,
          code: "link.duplicate-default",
          message: `The default "${key}" is set in ${all.length} documents. Keep it in one of them.`,
          related: all
            .filter((other) => other !== location)
            .map((other) => ({ location: other, message: `"${key}" is set here too.` })),
          data: { pointer: appendPointer("/defaults", key), removable: true as const },
        })),
  );
}

/** Which kinds of documents a workspace has, and which of them cannot be read to their end. */
class DocumentHomes {
  readonly #present = new Set<DocumentKind>();
  readonly #broken = new Set<DocumentKind>();

  constructor(files: readonly ParsedFile[]) {
    for (const { documents } of files) {
      for (const { kind, brokenFrom } of documents) {
        if (!kind) continue;
        this.#present.add(kind);
        if (brokenFrom !== undefined) this.#broken.add(kind);
      }
    }
  }

  present(kind: DocumentKind): boolean {
    return this.#present.has(kind);
  }

  /** An id that seems to be missing may stand beyond the break, so nothing is said about it. */
  broken(kind: DocumentKind): boolean {
    return this.#broken.has(kind);
  }
}

/** Parts are checked where a deployment is defined; a reference to it is wrong or right as a whole. */
function isPartOfDefinition(part: EntityOccurrence, entities: EntityIndex): boolean {
  const whole = entities.at(part.location.uri, part.location.range.start);
  return whole !== undefined && isDefinition(whole);
}

function unknownId(occurrence: EntityOccurrence, replacements: string[]): Diagnostic {
  const { kind, id, location, pointer } = occurrence;
  const where = `under "${sectionOf(kind)}" of a ${documentKindOf(kind)}`;
  const hint = didYouMean(replacements) || ` Define it ${where}.`;
  return {
    ...location,
    severity: "error",
    code: "link.unknown-id",
    message: `There is no ${entityName(kind)} "${id}".${hint}`,
    data: { pointer, ...(replacements.length > 0 && { replacements }) },
  };
}

function duplicateId(occurrence: EntityOccurrence, all: readonly EntityOccurrence[]): Diagnostic {
  const others = all.filter((other) => other !== occurrence);
  return {
    ...occurrence.location,
    severity: "error",
    code: "link.duplicate-id",
    message: `The ${entityName(occurrence.kind)} "${occurrence.id}" is defined ${all.length === 2 ? "twice" : `${all.length} times`}. Rename or remove all but one.`,
    related: others.map(({ location }) => ({ location, message: `"${occurrence.id}" is defined here too.` })),
    data: { pointer: occurrence.pointer },
  };
}

function noDocuments(home: DocumentKind, occurrences: readonly EntityOccurrence[]): Diagnostic {
  const [first] = occurrences as [EntityOccurrence];
  const ids = new Set(occurrences.map(({ id }) => id));
  const what =
    ids.size === 1 ? `"${first.id}" cannot be found` : `"${first.id}" and ${ids.size - 1} more ids cannot be found`;
  return {
    ...first.location,
    severity: "error",
    code: "link.no-documents",
    message: `There is no ${home} document here, so ${what}. Add one, or check a folder that has it.`,
    data: { pointer: first.pointer },
  };
}

/** How people call a kind of entity. */
export function entityName(kind: EntityKind): string {
  return kind === "businessUnit" ? "business unit" : kind;
}
