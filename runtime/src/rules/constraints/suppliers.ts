import { closest, didYouMean } from "../../documents/suggest.ts";
import type { WorkspaceRule } from "../rule.ts";

/**
 * A rule names a supplier that makes no model of the catalog. Suppliers have no entries of their own, so a slip would go
 * unseen: `require` would refuse everything, `deny` nothing.
 *
 * Wrong:
 * ```yaml
 * rules:
 *   only-known-suppliers:
 *     require: { suppliers: [openai, antropic] }
 * ```
 *
 * Right:
 * ```yaml
 * rules:
 *   only-known-suppliers:
 *     require: { suppliers: [openai, anthropic] }
 * ```
 */
export const unknownSupplier: WorkspaceRule = {
  code: "rule.unknown-supplier",
  severity: "warning",
  needsAll: true,
  *check(view) {
    const suppliers = new Set(Object.values(view.documents.catalog.models).map(({ supplier }) => supplier));
    if (suppliers.size === 0) return;
    for (const [id, rule] of Object.entries(view.documents.policy.rules)) {
      for (const part of ["require", "deny"] as const) {
        for (const [index, supplier] of (rule[part]?.suppliers ?? []).entries()) {
          const place = suppliers.has(supplier) ? undefined : view.place("rule", id, part, "suppliers", index);
          if (!place) continue;
          const replacements = closest(supplier, suppliers);
          yield {
            place,
            message: `No model of the catalog is made by "${supplier}".${didYouMean(replacements)}`,
            data: { replacements, removable: true },
          };
        }
      }
    }
  },
};
