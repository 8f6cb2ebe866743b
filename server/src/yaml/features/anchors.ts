/** Anchors and aliases, as other ids: where they are set and used, and giving them another name. */
import type { ParsedFile, Position, Span } from "@fairlead/runtime/documents";
import { type DocumentHighlight, DocumentHighlightKind, type Location, type LocationLink } from "vscode-languageserver";
import { type AnchorToken, anchorGroupAt, anchorTokens } from "../anchor-tokens.ts";
import type { Refusal } from "../rename/new-ids.ts";
import type { RenameEdit } from "./rename.ts";

/** An anchor with its aliases, and which of them was asked about. */
export interface AnchorPlace {
  file: ParsedFile;
  asked: AnchorToken;
  group: readonly AnchorToken[];
}

/** The anchor or alias at a position. */
export function anchorAt(file: ParsedFile, position: Position): AnchorPlace | undefined {
  const offset = file.lines.offsetAt(position);
  const group = anchorGroupAt(file, offset);
  const asked = group?.find(({ span }) => span.start - 1 <= offset && offset <= span.end);
  return group && asked && { file, asked, group };
}

/** Where the anchor of an alias is set. */
export function anchorDefinition({ file, asked, group }: AnchorPlace): LocationLink[] {
  return group
    .filter(({ isAlias }) => !isAlias)
    .map(({ span }) => ({
      originSelectionRange: file.lines.range(asked.span),
      targetUri: file.uri,
      targetRange: file.lines.range(span),
      targetSelectionRange: file.lines.range(span),
    }));
}

/** The aliases of an anchor, with itself where asked for. */
export function anchorReferences({ file, group }: AnchorPlace, includeDeclaration: boolean): Location[] {
  return group
    .filter(({ isAlias }) => isAlias || includeDeclaration)
    .map(({ span }) => ({ uri: file.uri, range: file.lines.range(span) }));
}

/** An anchor is written, its aliases are read. */
export function anchorHighlights({ file, group }: AnchorPlace): DocumentHighlight[] {
  return group.map(({ span, isAlias }) => ({
    range: file.lines.range(span),
    kind: isAlias ? DocumentHighlightKind.Read : DocumentHighlightKind.Write,
  }));
}

/** The edits that give an anchor and its aliases another name, or why it can not be. */
export function renameAnchor({ file, asked, group }: AnchorPlace, name: string): RenameEdit[] | Refusal {
  if (!/^[^\s,[\]{}&*]+$/.test(name))
    return { refusal: `"${name}" can not be the name of an anchor: it has no blanks, commas, brackets, & or *.` };
  const document = file.documents.find(({ span }) => holds(span, asked.span));
  const others = document ? anchorTokens(file, document).filter((one) => one.name === name) : [];
  if (name !== asked.name && others.length > 0)
    return { refusal: `There is an anchor &${name} in this document already. Choose another name.` };
  if (name === asked.name) return [];
  return group.map(({ span }) => ({ uri: file.uri, range: file.lines.range(span), text: name, code: false }));
}

function holds(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
