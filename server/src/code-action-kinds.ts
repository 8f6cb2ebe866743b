/** Kinds of code actions, and who asks for them. */
import { CodeActionKind } from "vscode-languageserver";

/** Fixes all direct vendor calls of a file that can be fixed unseen. */
export const FIX_ALL_KIND = `${CodeActionKind.SourceFixAll}.fairlead`;

/** Kinds are hierarchical: who asks for `source` wants `source.fixAll.fairlead` too. Who asks for none wants all. */
export function wantsKind(only: readonly string[] | undefined, kind: string): boolean {
  return only === undefined || only.some((asked) => asked === "" || kind === asked || kind.startsWith(`${asked}.`));
}
