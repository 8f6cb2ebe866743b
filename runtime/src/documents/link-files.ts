/** Joins the files of a workspace: merged documents, the index of ids, and what is wrong between them. */
import type { Diagnostic } from "./diagnostic.ts";
import { EntityIndex } from "./entity-index.ts";
import { findEntities } from "./find-entities.ts";
import { linkDiagnostics } from "./link-diagnostics.ts";
import { mergeDocuments } from "./merge-documents.ts";
import type { ParsedFile } from "./parsed-file.ts";
import { includedFiles } from "./projects.ts";
import type { WorkspaceDocuments } from "./vocabulary.ts";

export interface LinkedWorkspace {
  documents: WorkspaceDocuments;
  /** Duplicate ids, and references to ids that do not exist. */
  diagnostics: Diagnostic[];
  entities: EntityIndex;
}

const entitiesOfFile = new WeakMap<ParsedFile, ReturnType<typeof findEntities>>();

/** Links parsed files. Files that are not Fairlead's, or are left out, are passed over. Never throws. */
export function linkFiles(files: readonly ParsedFile[]): LinkedWorkspace {
  const included = includedFiles(files);
  const entities = new EntityIndex(included.flatMap(occurrencesIn));
  return {
    documents: mergeDocuments(included),
    diagnostics: linkDiagnostics(included, entities),
    entities,
  };
}

/** A parsed file does not change, so its ids are looked for once, however often it is linked. */
function occurrencesIn(file: ParsedFile): ReturnType<typeof findEntities> {
  const known = entitiesOfFile.get(file);
  if (known) return known;
  const found = file.documents.flatMap((document) => findEntities(file, document));
  entitiesOfFile.set(file, found);
  return found;
}
