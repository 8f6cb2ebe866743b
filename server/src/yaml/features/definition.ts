/** Go to definition and find references, by the index of ids. */
import { type EntityOccurrence, isDefinition, type Location, type Position } from "@fairlead/runtime/documents";
import type { LocationLink } from "vscode-languageserver";
import type { PolicyGroup } from "../../workspace/workspace-files.ts";

/**
 * Where the id at a position is defined. On the definition of a deployment: where its model or provider is defined,
 * whichever part the position is in.
 */
export function findDefinition({ checked }: PolicyGroup, uri: string, position: Position): LocationLink[] {
  const found = checked.entities.allAt(uri, position);
  const asked = found.find((occurrence) => !isDefinition(occurrence)) ?? found[0];
  if (!asked) return [];
  return checked.entities.definitions(asked.kind, asked.id).map(({ location, entry }) => ({
    originSelectionRange: asked.location.range,
    targetUri: location.uri,
    targetRange: entry,
    targetSelectionRange: location.range,
  }));
}

/** Where the id at a position is referred to, its definitions included where asked for. */
export function findReferences(
  { checked }: PolicyGroup,
  uri: string,
  position: Position,
  includeDeclaration: boolean,
): Location[] {
  const asked = checked.entities.at(uri, position);
  if (!asked) return [];
  const { kind, id } = asked;
  const found: EntityOccurrence[] = [...checked.entities.references(kind, id)];
  if (includeDeclaration) found.unshift(...checked.entities.definitions(kind, id));
  return found.map(({ location }) => location);
}
