/** Asks the rules about a document, entity by entity, and about each entity only once. */
import type { DocumentNode, MapEntry, MapNode } from "./document-node.ts";
import { EntryMemory } from "./entry-origin.ts";
import { documentRules } from "./rules/index.ts";
import type { DocumentRule, Finding } from "./rules/rule.ts";
import { schemaOf } from "./schemas.ts";
import { shiftSpan } from "./shift-nodes.ts";
import type { Steps } from "./steps.ts";
import type { DocumentKind } from "./vocabulary.ts";

export interface RuleFinding {
  rule: DocumentRule;
  finding: Finding;
}

type Findings = readonly RuleFinding[];

/** All that the rules find in a document. */
export function* ruleFindings(kind: DocumentKind, root: DocumentNode): Steps<RuleFinding[]> {
  if (root.type !== "map") return check(kind, root);
  const found: RuleFinding[] = [];
  const rest = new Map(root.entries);
  const memory = memoryFor(kind);
  for (const section of root.entries.values()) {
    const { key, value } = section;
    // What an alias stands for is looked at where it is written.
    if (!definesEntities(kind, key) || value.type !== "map" || value.alias !== undefined || section.merged) continue;
    rest.set(key, { ...section, value: { ...value, entries: NONE } });
    for (const entry of value.entries.values()) {
      const make = () => check(kind, alone(root, section, value, entry));
      for (const one of memory.of(entry, make, moved)) found.push(one);
      yield;
    }
  }
  return [...found, ...check(kind, { ...root, entries: rest })];
}

const NONE: ReadonlyMap<string, MapEntry> = new Map();

function definesEntities(kind: DocumentKind, key: string): boolean {
  const { properties } = schemaOf(kind);
  return properties !== undefined && Object.hasOwn(properties, key) && properties[key]?.["x-defines"] !== undefined;
}

/** A document that holds one entity only. */
function alone(root: MapNode, section: MapEntry, value: MapNode, entry: MapEntry): MapNode {
  const sectionAlone = { ...section, value: { ...value, entries: new Map([[entry.key, entry]]) } };
  return { ...root, entries: new Map([[section.key, sectionAlone]]) };
}

function check(kind: DocumentKind, root: DocumentNode): RuleFinding[] {
  const found: RuleFinding[] = [];
  for (const rule of documentRules)
    if (rule.kinds.includes(kind)) for (const finding of rule.check(root)) found.push({ rule, finding });
  return found;
}

function moved(found: Findings, by: number): Findings {
  if (by === 0 || found.length === 0) return found;
  return found.map(({ rule, finding }) => ({ rule, finding: { ...finding, span: shiftSpan(finding.span, by) } }));
}

const memories = new Map<DocumentKind, EntryMemory<Findings>>();

function memoryFor(kind: DocumentKind): EntryMemory<Findings> {
  const known = memories.get(kind) ?? new EntryMemory<Findings>();
  memories.set(kind, known);
  return known;
}
