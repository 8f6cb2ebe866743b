/** What a rename at a position would rename. */
import type { EntityKind, EntityOccurrence, Position, Range } from "@fairlead/runtime/documents";
import type { PolicyGroup } from "../../workspace/workspace-files.ts";

export interface RenameTarget {
  kind: EntityKind;
  id: string;
  /** The text that is renamed, for the editor's box. */
  range: Range;
  /** The whole deployment id, where the target is its model or its provider. */
  deployment?: string;
}

/**
 * The id at a position of a document. Within a deployment id it is the model or the provider, whichever the cursor is
 * in: a deployment's name is made of theirs.
 */
export function renameTarget({ checked }: PolicyGroup, uri: string, position: Position): RenameTarget | undefined {
  const found: EntityOccurrence[] = checked.entities.allAt(uri, position);
  const whole = found.find(({ part }) => !part);
  if (!whole) return undefined;
  const part = found.find((one) => one.part && !one.escaped);
  const { kind, id, location } = part ?? whole;
  return { kind, id, range: location.range, ...(whole.kind === "deployment" && { deployment: whole.id }) };
}
