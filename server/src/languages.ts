/** Which open texts are documents and which are code. */
import { hasFairleadHeader, kindOfName } from "@fairlead/runtime/documents";
import type { TextDocument } from "vscode-languageserver-textdocument";

const CODE_LANGUAGES: ReadonlySet<string> = new Set([
  "typescript",
  "typescriptreact",
  "javascript",
  "javascriptreact",
  "python",
]);

const CODE_NAME = /\.(?:[cm]?[jt]s|[jt]sx|py)$/i;

const DOCUMENT_LANGUAGES: ReadonlySet<string> = new Set(["yaml", "json", "jsonc", "fairlead"]);

/** Whether a text may be one of our documents. A YAML file that is none yet is completed as one only if empty. */
export function isPolicyDocument({ uri, languageId }: TextDocument): boolean {
  return kindOfName(uri) !== undefined || DOCUMENT_LANGUAGES.has(languageId) || /\.ya?ml$/i.test(uri);
}

/** Whether features beyond recognition should speak in a text: it is ours, or so new that nobody can tell. */
export function isOurs(document: TextDocument): boolean {
  return (
    isPolicyDocument(document) && (kindOfName(document.uri) !== undefined || hasFairleadHeader(document.getText()))
  );
}

/** Whether a text is source code that the code engine reads. */
export function isCode({ uri, languageId }: TextDocument): boolean {
  return CODE_LANGUAGES.has(languageId) || CODE_NAME.test(uri);
}
