/** What was added, removed and changed in the documents themselves, whatever it does. */
import type { EntityKind } from "../../documents/vocabulary.ts";
import { canonicalJson } from "../generation.ts";
import type { EntityChange, PlanSide } from "./types.ts";

type Section = Readonly<Record<string, unknown>>;

function sections({ documents: { catalog, policy } }: PlanSide): [EntityKind, Section][] {
  return [
    ["workload", policy.workloads],
    ["rule", policy.rules],
    ["budget", policy.budgets],
    ["businessUnit", policy.businessUnits],
    ["provider", catalog.providers],
    ["model", catalog.models],
    ["deployment", catalog.deployments],
    ["contract", catalog.contracts],
    ["notice", catalog.notices],
  ];
}

/** All entities that differ, by kind, then by id. */
export function entityChanges(before: PlanSide, after: PlanSide): EntityChange[] {
  const others = new Map(sections(after));
  const found: EntityChange[] = sections(before).flatMap(([kind, section]) => {
    const other = others.get(kind) ?? {};
    const ids = [...new Set([...Object.keys(section), ...Object.keys(other)])].sort();
    return ids.flatMap((id) => entityChange(kind, id, own(section, id), own(other, id)) ?? []);
  });
  const defaults = fieldChanges(before.documents.policy.defaults, after.documents.policy.defaults);
  if (defaults.length > 0) found.push({ kind: "defaults", id: "defaults", change: "changed", fields: defaults });
  return found;
}

function own(section: Section, id: string): unknown {
  return Object.hasOwn(section, id) ? section[id] : undefined;
}

function entityChange(kind: EntityKind, id: string, before: unknown, after: unknown): EntityChange | undefined {
  if (before === undefined) return { kind, id, change: "added", fields: [] };
  if (after === undefined) return { kind, id, change: "removed", fields: [] };
  const fields = fieldChanges(before, after);
  return fields.length === 0 ? undefined : { kind, id, change: "changed", fields };
}

/** What differs in two values, by path. Lists are compared whole: their order counts. */
function fieldChanges(before: unknown, after: unknown, path = ""): EntityChange["fields"] {
  if (before === after) return [];
  if (isMap(before) && isMap(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => fieldChanges(own(before, key), own(after, key), path === "" ? key : `${path}.${key}`));
  }
  if (canonicalJson(before) === canonicalJson(after)) return [];
  return [{ path, before: before ?? null, after: after ?? null }];
}

function isMap(value: unknown): value is Section {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
