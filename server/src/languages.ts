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

const DOCUMENT_LANGUAGES: ReadonlySet<string> = new Set(["yaml", "json", "jsonc"]);

/** Whether a text is one of our documents, by its name or by its header. */
export function isOurs(document: TextDocument): boolean {
  if (kindOfName(document.uri) !== undefined) return true;
  return mayHoldDocuments(document) && hasFairleadHeader(document.getText());
}

/** Whether a text is so new that it may still become one of our documents: empty, or with a header begun. */
export function mayBecomeOurs(document: TextDocument): boolean {
  if (!mayHoldDocuments(document)) return false;
  const lines = document
    .getText()
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/);
  const written = lines.filter((line) => !/^\s*(#.*|---\s*)?$/.test(line));
  return written.length <= 2 && written.every((line) => /^(\w*|(apiVersion|kind)\s*:.*)$/.test(line));
}

/** Whether a text is source code that the code engine reads. */
export function isCode({ uri, languageId }: TextDocument): boolean {
  return CODE_LANGUAGES.has(languageId) || CODE_NAME.test(uri);
}

function mayHoldDocuments({ uri, languageId }: TextDocument): boolean {
  return DOCUMENT_LANGUAGES.has(languageId) || /\.ya?ml$/i.test(uri);
}
