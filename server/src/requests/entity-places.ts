import type { EntityKind } from "@fairlead/runtime/documents";
import type { PolicyGroup } from "../workspace/workspace-files.ts";
import type { EntityPlace } from "./protocol.ts";

/** Where the entities of a kind are defined, over all groups. */
export function entityPlaces(kind: EntityKind, groups: readonly PolicyGroup[]): EntityPlace[] {
  return groups.flatMap(({ checked }) =>
    checked.entities.definitions(kind).map(({ id, location }) => ({ id, uri: location.uri, range: location.range })),
  );
}
