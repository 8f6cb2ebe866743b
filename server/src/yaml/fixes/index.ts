/** All quick fixes of documents. One file a subject. */
import { addMissingKey } from "./add-missing-key.ts";
import { fillEmptyMap } from "./fill-empty-map.ts";
import type { Fixer } from "./fix.ts";
import { indentWithSpaces } from "./indent-with-spaces.ts";
import { removeDuplicateItem } from "./remove-duplicate-item.ts";
import { replaceText } from "./replace-text.ts";

export type { Fix } from "./fix.ts";

export const fixers: readonly Fixer[] = [
  replaceText,
  addMissingKey,
  fillEmptyMap,
  removeDuplicateItem,
  indentWithSpaces,
];
