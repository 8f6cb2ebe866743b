/**
 * What is edited together as it is typed: a candidate of a route and its weight, which must name the same deployment.
 * Definitions and their references are not: the references of other files would stay behind, so they have rename.
 */
import {
  documentAt,
  type EntityOccurrence,
  type ParsedFile,
  type Position,
  pointerSegments,
} from "@fairlead/runtime/documents";
import type { LinkedEditingRanges } from "vscode-languageserver";
import type { PolicyGroup } from "../../workspace/workspace-files.ts";

/** The characters of an id. */
const WORD = "[A-Za-z0-9._@-]*";

/** The ranges that change together with the one at a position; null where it stands alone. */
export function linkedEditing(
  file: ParsedFile,
  { checked }: PolicyGroup,
  position: Position,
): LinkedEditingRanges | null {
  const asked = checked.entities.at(file.uri, position);
  const document = documentAt(file, file.lines.offsetAt(position));
  const route = asked && routeOf(asked);
  if (!asked || !document || route === undefined) return null;
  const together = checked.entities
    .inFile(file.uri)
    .filter((one) => one.id === asked.id && one.document === asked.document && !one.escaped && routeOf(one) === route);
  if (together.length < 2 || asked.escaped) return null;
  return { ranges: together.map(({ location }) => location.range), wordPattern: WORD };
}

/** The route whose candidate or weight an occurrence is. */
function routeOf({ kind, pointer, part }: EntityOccurrence): string | undefined {
  if (kind !== "deployment" || part) return undefined;
  const segments = pointerSegments(pointer);
  const list = segments.at(-2);
  if (segments.at(-3) !== "route" || (list !== "candidates" && list !== "weights")) return undefined;
  return segments.slice(0, -2).join("/");
}
