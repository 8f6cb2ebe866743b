/** What a quick fix of a document is. */
import type { Diagnostic, EntityIndex, ParsedFile } from "@fairlead/runtime/documents";
import type { TextEdit } from "vscode-languageserver";

export interface Fix {
  title: string;
  edits: TextEdit[];
  /** Whether it is what most would choose. */
  isPreferred: boolean;
}

/** Finds fixes for one diagnostic of a file, in the text as it is now. None where it knows none. */
export type Fixer = (found: Diagnostic, file: ParsedFile, entities: EntityIndex) => Fix[];
