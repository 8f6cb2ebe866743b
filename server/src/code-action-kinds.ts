/** Kinds of code actions, and who asks for them. */
import { CodeActionKind } from "vscode-languageserver";

/** Fixes all of a file that can be fixed unseen: direct vendor calls in code, slips in documents. */
export const FIX_ALL_KIND = `${CodeActionKind.SourceFixAll}.fairlead`;

/** A quick fix of code, by how far it may be trusted: an editor can ask for `quickfix.fairlead.safe` alone. */
export function fixKind(grade: "safe" | "unsafe" | "suggestion"): string {
  return `${CodeActionKind.QuickFix}.fairlead.${grade}`;
}

/** Sorts the sections of a document by id. */
export const SORT_KIND = `${CodeActionKind.Source}.sort.fairlead`;

/** Kinds are hierarchical: who asks for `source` wants `source.fixAll.fairlead` too. Who asks for none wants all. */
export function wantsKind(only: readonly string[] | undefined, kind: string): boolean {
  return only === undefined || only.some((asked) => asked === "" || kind === asked || kind.startsWith(`${asked}.`));
}
