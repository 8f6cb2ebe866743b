import { isDefinition } from "../../documents/entity-index.ts";
import { entityName } from "../../documents/link-diagnostics.ts";
import type { EntityKind } from "../../documents/vocabulary.ts";
import type { WorkspaceRule } from "../rule.ts";

/** Kinds whose entities are there to be referred to. Workloads are used by code, the others act by themselves. */
const KINDS: readonly EntityKind[] = ["provider", "model", "deployment", "contract", "businessUnit"];

/**
 * An entity that nothing refers to: a provider or model without deployments, a deployment that no route, benchmark or
 * notice names, a contract without a provider, a business unit that nobody belongs to.
 *
 * A hint, faded in the editor: a catalog may well list more than is used today. Nothing is said while the workspace has
 * no routing policy at all.
 *
 * Wrong:
 * ```yaml
 * models:
 *   gpt-4o: { supplier: openai, capabilities: [chat], contextWindow: 128000 }
 * ```
 *
 * Right:
 * ```yaml
 * models:
 *   gpt-5.5: { supplier: openai, capabilities: [chat], contextWindow: 1050000 }
 * ```
 */
export const unusedId: WorkspaceRule = {
  code: "id.unused",
  severity: "hint",
  needsAll: true,
  tags: ["unnecessary"],
  *check(view) {
    if (view.routes.size === 0) return;
    for (const kind of KINDS) {
      for (const id of view.entities.ids(kind)) {
        const references = view.entities.references(kind, id);
        const isUsed = references.some((reference) => kind !== "contract" || isOfProvider(reference.pointer));
        const definition = isUsed ? undefined : view.entities.definition(kind, id);
        if (!definition || !isDefinition(definition)) continue;
        yield {
          place: { ...definition.location, pointer: definition.pointer },
          message: `Nothing refers to the ${entityName(kind)} "${id}".`,
          data: { removable: true },
        };
      }
    }
  },
};

function isOfProvider(pointer: string): boolean {
  return pointer.startsWith("/providers/");
}
