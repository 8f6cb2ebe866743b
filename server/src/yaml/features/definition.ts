/** Go to definition and find references, by the index of ids. */
import {
  type EntityKind,
  type EntityOccurrence,
  isDefinition,
  type Location,
  type Position,
  type Range,
} from "@fairlead/runtime/documents";
import type { LocationLink } from "vscode-languageserver";
import type { PolicyGroup } from "../../workspace/workspace-files.ts";

/**
 * Where the id at a position is defined. On the definition of a deployment: where its model or provider is defined,
 * whichever part the position is in.
 */
export function findDefinition(group: PolicyGroup, uri: string, position: Position): LocationLink[] {
  const found = group.checked.entities.allAt(uri, position);
  const asked = found.find((occurrence) => !isDefinition(occurrence)) ?? found[0];
  return asked ? definitionLinks(group, asked.kind, asked.id, asked.location.range) : [];
}

/** Links from a range to where an id is defined: several where it is defined more than once. */
export function definitionLinks({ checked }: PolicyGroup, kind: EntityKind, id: string, from: Range): LocationLink[] {
  return checked.entities.definitions(kind, id).map(({ location, entry }) => ({
    originSelectionRange: from,
    targetUri: location.uri,
    targetRange: entry,
    targetSelectionRange: location.range,
  }));
}

/** The id at a position whose references are asked for: a deployment as a whole. */
export function referenceTarget(
  { checked }: PolicyGroup,
  uri: string,
  position: Position,
): Pick<EntityOccurrence, "kind" | "id"> | undefined {
  return checked.entities.at(uri, position);
}

/** Where an id is referred to in documents, its definitions included where asked for. */
export function findReferences(
  { checked }: PolicyGroup,
  kind: EntityKind,
  id: string,
  includeDeclaration: boolean,
): Location[] {
  const found: EntityOccurrence[] = [...checked.entities.references(kind, id)];
  if (includeDeclaration) found.unshift(...checked.entities.definitions(kind, id));
  return found.map(({ location }) => location);
}
