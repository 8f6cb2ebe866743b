import { type DocumentKind, isDocumentKind, kindOfName } from "@fairlead/runtime/documents";

/** The kind that the text of a document says, else the one that the file's name says. Works on half-typed text. */
export function saidKind(text: string, uri: string): DocumentKind | undefined {
  const said =
    /^["']?kind["']?[ \t]*:[ \t]*["']?(\w+)/m.exec(text)?.[1] ?? /[{,\s]"?kind"?\s*:\s*"?(\w+)/.exec(text)?.[1];
  return isDocumentKind(said) ? said : kindOfName(uri);
}
