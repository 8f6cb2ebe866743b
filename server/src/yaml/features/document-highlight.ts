/** All places in one document that are the id at a position. */
import { isDefinition, type Position } from "@fairlead/runtime/documents";
import { type DocumentHighlight, DocumentHighlightKind } from "vscode-languageserver";
import type { PolicyGroup } from "../../workspace/workspace-files.ts";

/** The places of the id at a position within its file: written where it is defined, read where it is referred to. */
export function documentHighlights({ checked }: PolicyGroup, uri: string, position: Position): DocumentHighlight[] {
  const { entities } = checked;
  const asked = entities.at(uri, position);
  if (!asked) return [];
  return entities
    .inFile(uri)
    .filter(({ kind, id }) => kind === asked.kind && id === asked.id)
    .map((occurrence) => ({
      range: occurrence.location.range,
      kind: isDefinition(occurrence) ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    }));
}
