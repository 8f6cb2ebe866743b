/** All entities of all documents, found by a few letters of their ids. */
import { type EntityDefinition, type EntityKind, entityName } from "@fairlead/runtime/documents";
import type { WorkspaceSymbol } from "vscode-languageserver";
import { fileName } from "../../documents/uris.ts";
import type { PolicyGroup } from "../../workspace/workspace-files.ts";
import { KINDS } from "./document-symbols.ts";

/** More are no help to anybody, and clients ask again with every letter. */
const MOST = 500;

const ENTITY_KINDS = Object.keys(KINDS) as EntityKind[];

/** The entities that a query fits, the best first. The letters of a query stand in an id in this order; case is ignored. */
export function workspaceSymbols(groups: readonly PolicyGroup[], query: string): WorkspaceSymbol[] {
  const wanted = query.trim().toLowerCase();
  const found: { score: number; definition: EntityDefinition }[] = [];
  for (const { checked } of groups) {
    for (const kind of ENTITY_KINDS) {
      for (const definition of checked.entities.definitions(kind)) {
        const score = scoreOf(wanted, definition.id.toLowerCase()) ?? scoreOfKind(wanted, definition);
        if (score !== undefined) found.push({ score, definition });
      }
    }
  }
  found.sort((a, b) => a.score - b.score || (a.definition.id < b.definition.id ? -1 : 1));
  return found.slice(0, MOST).map(({ definition: { kind, id, location } }) => ({
    name: id,
    kind: KINDS[kind],
    location,
    containerName: `${entityName(kind)} · ${fileName(location.uri)}`,
  }));
}

/** By the kind of entity, with or without letters of the id behind it: `workload`, `budget sup`. */
function scoreOfKind(wanted: string, { kind, id }: EntityDefinition): number | undefined {
  const name = entityName(kind);
  if (wanted.length > 1 && name.startsWith(wanted)) return AFTER_IDS;
  const own = wanted.startsWith(`${name} `) ? scoreOf(wanted.slice(name.length + 1), id.toLowerCase()) : undefined;
  return own === undefined ? undefined : AFTER_IDS + own;
}

const AFTER_IDS = 1_000;

/** Lower is better: the same, begins so, holds it, holds its letters in order; undefined where it does not fit. */
function scoreOf(wanted: string, id: string): number | undefined {
  if (wanted === id) return 0;
  const at = id.indexOf(wanted);
  if (at === 0) return 1;
  if (at > 0) return /[a-z0-9]/.test(id[at - 1] ?? "") ? 3 : 2;
  let from = 0;
  let gaps = 0;
  for (const letter of wanted) {
    if (letter === " ") continue;
    const next = id.indexOf(letter, from);
    if (next < 0) return undefined;
    gaps += next - from;
    from = next + 1;
  }
  return 4 + gaps;
}
