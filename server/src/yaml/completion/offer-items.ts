/** What a client shows of an offer. */
import type { CheckedWorkspace, EntityKind } from "@fairlead/runtime/documents";
import { type CompletionItem, type MarkupContent, MarkupKind } from "vscode-languageserver";
import { eligibility } from "../eligibility.ts";
import { entityCard } from "../entity-card.ts";
import type { CompletionClient } from "./insertion.ts";
import { verdict } from "./judged-offers.ts";
import type { ValueOffer } from "./value-offers.ts";

/** What the documentation of an item is made from when it is asked for. */
export interface LaterDocumentation {
  uri: string;
  kind: EntityKind;
  id: string;
  workload?: string;
}

/** The label with all that is known beside it; what is inserted comes from elsewhere. `index` is its place among all. */
export function offerItem(offer: ValueOffer, index: number, client: CompletionClient, uri: string): CompletionItem {
  const { value, kind, detail, entity, isDefault, aside, isOut } = offer;
  const later: LaterDocumentation | undefined = client.resolvesDocumentation && entity ? { uri, ...entity } : undefined;
  const documentation = later ? "" : offer.documentation();
  return {
    label: value,
    kind,
    // In the order of the schema or of the files: by name `low` would stand above `standard`.
    sortText: `${isOut ? "9" : "1"}${String(index).padStart(5, "0")}`,
    ...(aside && client.labelDetails && { labelDetails: { description: aside } }),
    ...(detail && { detail }),
    ...(documentation && { documentation: markdown(documentation) }),
    ...(later && { data: later }),
    ...(isDefault && { preselect: true }),
  };
}

/** An item with the documentation that it was sent without. `now` is in milliseconds since 1970. */
export function withDocumentation(item: CompletionItem, checked: CheckedWorkspace, now: number): CompletionItem {
  const { kind, id, workload } = item.data as LaterDocumentation;
  const card = entityCard(kind, id, checked.documents);
  const rejections = workload === undefined ? undefined : eligibility(workload, checked, now)?.get(id);
  const said = workload !== undefined && rejections ? `${verdict(workload, rejections)}\n\n` : "";
  return { ...item, documentation: markdown(said + card) };
}

function markdown(value: string): MarkupContent {
  return { kind: MarkupKind.Markdown, value };
}
