/** What a client shows of an offer. */
import { type CompletionItem, MarkupKind } from "vscode-languageserver";
import type { ValueOffer } from "./value-offers.ts";

/** The label with all that is known beside it; what is inserted comes from elsewhere. `index` is its place among all. */
export function offerItem(offer: ValueOffer, index: number, labelDetails: boolean): CompletionItem {
  const { value, kind, detail, documentation, isDefault, aside, isOut } = offer;
  return {
    label: value,
    kind,
    // In the order of the schema or of the files: by name `low` would stand above `standard`.
    sortText: `${isOut ? "9" : "1"}${String(index).padStart(5, "0")}`,
    ...(aside && labelDetails && { labelDetails: { description: aside } }),
    ...(detail && { detail }),
    ...(documentation && { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
    ...(isDefault && { preselect: true }),
  };
}
