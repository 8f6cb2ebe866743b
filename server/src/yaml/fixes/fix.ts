/** What a quick fix of a document is. */
import type { CheckedWorkspace, Diagnostic, ParsedFile } from "@fairlead/runtime/documents";
import type { TextEdit } from "vscode-languageserver";

export interface Fix {
  title: string;
  /** Edits of the file that the diagnostic is in. */
  edits: TextEdit[];
  /** Edits of other files, by URI. */
  elsewhere?: ReadonlyMap<string, TextEdit[]>;
  /** A file to make, with its text. */
  newFile?: { uri: string; text: string };
  /** Whether it is what most would choose. */
  isPreferred: boolean;
  /** Whether it changes nothing that anybody could mean, so that it may be done unseen. */
  isSafe?: boolean;
}

/** Everything that a fix can go by. */
export interface FixContext {
  file: ParsedFile;
  /** The workspace of the file. */
  checked: CheckedWorkspace;
}

/** Finds fixes for one diagnostic of a file, in the text as it is now. None where it knows none. */
export type Fixer = (found: Diagnostic, context: FixContext) => Fix[];
