/** What a new name means for the ids of a workspace, or why it can not be. */
import {
  documentKindOf,
  type EntityIndex,
  type EntityKind,
  entityName,
  schemaOf,
  sectionOf,
  splitDeploymentId,
} from "@fairlead/runtime/documents";
import type { RenameTarget } from "./rename-target.ts";

/** One id that gets another name. */
export interface Renaming {
  kind: EntityKind;
  from: string;
  to: string;
}

/** Why something can not be renamed, in words for a person. */
export interface Refusal {
  refusal: string;
}

/**
 * The ids that change when a target gets a new name. A name with an `@` is for a whole deployment: its parts that
 * exist already are taken, and a part that does not is the new name of the model or provider.
 */
export function renamings(target: RenameTarget, name: string, entities: EntityIndex): Renaming[] | Refusal {
  const whole = target.deployment !== undefined && (name.includes("@") || target.kind === "deployment");
  const wanted = whole ? ofDeployment(target.deployment ?? target.id, name, entities) : [single(target, name)];
  if ("refusal" in wanted) return wanted;
  for (const one of wanted) {
    const refusal = badName(one.kind, one.to) ?? collision(one, entities);
    if (refusal !== undefined) return { refusal };
  }
  return derivedCollision(wanted, entities) ?? wanted;
}

/** The id that an id becomes; itself where it does not change. */
export function newIdOf(kind: EntityKind, id: string, wanted: readonly Renaming[]): string {
  const own = wanted.find((one) => one.kind === kind && one.from === id);
  if (own) return own.to;
  const parts = kind === "deployment" ? splitDeploymentId(id) : undefined;
  if (!parts) return id;
  return `${newIdOf("model", parts.model, wanted)}@${newIdOf("provider", parts.provider, wanted)}`;
}

function single({ kind, id }: RenameTarget, name: string): Renaming {
  return { kind, from: id, to: name };
}

function ofDeployment(id: string, name: string, entities: EntityIndex): Renaming[] | Refusal {
  const parts = splitDeploymentId(name);
  if (!parts) return { refusal: `"${name}" is no deployment id: write it as model@provider.` };
  const before = splitDeploymentId(id);
  const wanted: Renaming[] = [];
  for (const kind of ["model", "provider"] as const) {
    const to = parts[kind];
    if (before && before[kind] !== to && !entities.has(kind, to)) wanted.push({ kind, from: before[kind], to });
  }
  if (newIdOf("deployment", id, wanted) !== name) wanted.push({ kind: "deployment", from: id, to: name });
  return wanted;
}

/** Why a name can not be an id of a kind; undefined where it can. */
export function badName(kind: EntityKind, name: string): string | undefined {
  const pattern = schemaOf(documentKindOf(kind)).properties?.[sectionOf(kind)]?.propertyNames?.pattern;
  if (pattern === undefined || new RegExp(pattern, "u").test(name)) return undefined;
  const rule =
    kind === "deployment"
      ? "it is written model@provider, each of letters, digits, dots, hyphens and underscores"
      : "it begins with a letter or digit and has letters, digits, dots, hyphens and underscores, at most 100";
  return `"${name}" can not be the id of a ${entityName(kind)}: ${rule}.`;
}

/** A name that is taken. What is defined nowhere may take the name of what is: that mends it. */
function collision({ kind, from, to }: Renaming, entities: EntityIndex): string | undefined {
  if (from === to || !entities.has(kind, to) || !entities.has(kind, from)) return undefined;
  return `There is a ${entityName(kind)} "${to}" already. Choose another name.`;
}

/** Two deployments that would become one. */
function derivedCollision(wanted: readonly Renaming[], entities: EntityIndex): Refusal | undefined {
  if (!wanted.some(({ kind }) => kind === "model" || kind === "provider")) return undefined;
  const taken = new Map<string, string>();
  for (const id of entities.ids("deployment")) {
    const to = newIdOf("deployment", id, wanted);
    const other = taken.get(to);
    if (other !== undefined) return { refusal: `The deployments "${other}" and "${id}" would both become "${to}".` };
    taken.set(to, id);
  }
  return undefined;
}
