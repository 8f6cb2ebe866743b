/** What new entities could be called. */
import { type EntityKind, entityName } from "@fairlead/runtime/documents";
import type { KnownEntities } from "./value-offers.ts";

export interface NewEntityOffer {
  id: string;
  detail: string;
  /** Whether the id is meant as it is, or is a placeholder to type over. */
  isFixed: boolean;
}

/** More pairs than this are no help. */
const MAX_PAIRS = 300;

/** A placeholder for a new entity; for deployments also each pair of a model and a provider that has none yet. */
export function newEntityOffers(
  kind: EntityKind,
  known: KnownEntities,
  present: ReadonlySet<string>,
): NewEntityOffer[] {
  const name = entityName(kind);
  if (kind !== "deployment") return [{ id: `${name.replace(" ", "-")}-id`, detail: name, isFixed: false }];
  const pairs: NewEntityOffer[] = [];
  for (const model of known.entities.ids("model")) {
    for (const provider of known.entities.ids("provider")) {
      const id = `${model}@${provider}`;
      if (pairs.length >= MAX_PAIRS || present.has(id) || known.entities.has("deployment", id)) continue;
      pairs.push({ id, detail: `${model} at ${provider}`, isFixed: true });
    }
  }
  return [...pairs, { id: "model@provider", detail: name, isFixed: false }];
}
