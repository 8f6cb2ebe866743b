/** Offers the packages that a file of the gateway's clients needs, where the nearest `package.json` does not name them. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type CodeAction, CodeActionKind, type Range } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { fileEdit } from "../documents/file-edit.ts";
import { fileKey, pathOf, relativePath } from "../documents/uris.ts";
import type { PolicyGroup } from "../workspace/workspace-files.ts";
import type { CodeEngine } from "./engine.ts";
import { editBetween } from "./protocol-edits.ts";

/** What an editor knows of its open files, and can do with edits. */
export interface OpenFiles {
  documentChanges: boolean;
  all(): TextDocument[];
}

/** The action for an import of the gateway's that a range touches. */
export async function manifestActions(
  engine: CodeEngine,
  document: TextDocument,
  range: Range,
  { root }: PolicyGroup,
  open: OpenFiles,
): Promise<CodeAction[]> {
  const file = pathOf(document.uri);
  const relative = file && root ? relativePath(root, file) : undefined;
  const text = document.getText();
  const lines = text.slice(
    document.offsetAt({ line: range.start.line, character: 0 }),
    document.offsetAt({ line: range.end.line + 1, character: 0 }),
  );
  if (!root || relative === undefined || !GATEWAY_IMPORT.test(lines)) return [];
  const after = [...text.matchAll(new RegExp(GATEWAY_IMPORT, "g"))].map(([, specifier = ""]) => specifier);
  const changes = await engine.manifestChanges(root, [{ file: relative, before: [], after }], () => false);
  return changes.flatMap(({ manifest, before, after: wanted, added }) => {
    const uri = pathToFileURL(path.join(root, manifest)).href;
    const shown = open.all().find((one) => fileKey(one.uri) === fileKey(uri));
    // An edit is made for the text on the disk.
    if (shown && shown.getText() !== before.replace(/^\uFEFF/, "")) return [];
    const context = { documentChanges: open.documentChanges, version: shown?.version ?? null };
    return {
      title: `Add ${added.join(" and ")} to ${manifest}`,
      kind: CodeActionKind.QuickFix,
      edit: fileEdit(shown?.uri ?? uri, [editBetween(before, wanted)], context),
    };
  });
}

const GATEWAY_IMPORT = /(?:from|import|require\()\s*["'](@fairlead\/runtime\/\w+)["']/;
