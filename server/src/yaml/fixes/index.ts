/** All quick fixes of documents. One file a subject; in the order of the menu. */
import { addCandidate } from "./add-candidate.ts";
import { addMissingKey } from "./add-missing-key.ts";
import { beginDocument } from "./begin-document.ts";
import { createEntity } from "./create-entity.ts";
import { fillEmptyMap } from "./fill-empty-map.ts";
import type { Fix, Fixer } from "./fix.ts";
import { indentWithSpaces } from "./indent-with-spaces.ts";
import { mendSyntax } from "./mend-syntax.ts";
import { removeDuplicateItem } from "./remove-duplicate-item.ts";
import { removeKey } from "./remove-key.ts";
import { removeNode } from "./remove-node.ts";
import { removeSuppression } from "./remove-suppression.ts";
import { replaceAlias } from "./replace-alias.ts";
import { replaceEverywhere } from "./replace-everywhere.ts";
import { replaceText } from "./replace-text.ts";
import { suppress } from "./suppress.ts";
import { swapValues } from "./swap-values.ts";

export type { Fix, FixContext } from "./fix.ts";

const FIXERS: readonly Fixer[] = [
  swapValues,
  replaceText,
  replaceAlias,
  replaceEverywhere,
  addMissingKey,
  fillEmptyMap,
  addCandidate,
  createEntity,
  removeDuplicateItem,
  removeNode,
  removeKey,
  indentWithSpaces,
  mendSyntax,
  beginDocument,
  removeSuppression,
  suppress,
];

/** All fixes for a diagnostic, the likeliest first. At most one is preferred, and no two have one title. */
export const fixesFor: Fixer = (found, context) => {
  const titles = new Set<string>();
  let hasPreferred = false;
  return FIXERS.flatMap((fixer) => fixer(found, context)).flatMap((fix): Fix[] => {
    if (titles.has(fix.title)) return [];
    titles.add(fix.title);
    const isPreferred = fix.isPreferred && !hasPreferred;
    hasPreferred ||= isPreferred;
    return [{ ...fix, isPreferred }];
  });
};
