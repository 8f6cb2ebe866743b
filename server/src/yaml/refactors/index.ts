/** All changes of form that documents offer. One file a subject. */
import { documentAt, type ParsedFile } from "@fairlead/runtime/documents";
import { extractAnchor } from "./extract-anchor.ts";
import { blockToFlow, flowToBlock } from "./flow-block.ts";
import { inlineAlias } from "./inline-alias.ts";
import type { Refactorer, Refactoring } from "./refactoring.ts";
import { sortSection } from "./sort-entries.ts";

export type { Refactoring } from "./refactoring.ts";
export { sortAllSections } from "./sort-entries.ts";

const REFACTORERS: readonly Refactorer[] = [extractAnchor, inlineAlias, flowToBlock, blockToFlow, sortSection];

/** What can be changed at an offset; nothing in a document whose YAML is broken. */
export function refactoringsAt(file: ParsedFile, offset: number): Refactoring[] {
  const document = documentAt(file, offset);
  if (!document?.ours || document.brokenFrom !== undefined) return [];
  return REFACTORERS.flatMap((refactorer) => refactorer(file, document, offset));
}
