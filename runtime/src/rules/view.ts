/** What the rules see of a workspace. */
import { childOf, type DocumentNode, type FoundNode } from "../documents/document-node.ts";
import type { EntityDefinition, EntityIndex } from "../documents/entity-index.ts";
import type { ParsedFile } from "../documents/parsed-file.ts";
import { appendPointer } from "../documents/pointer.ts";
import type { Checks, EntityKind, ProjectSettings, WorkspaceDocuments } from "../documents/vocabulary.ts";
import { startOfDate } from "../policy/compile-deployment.ts";
import { eligibility } from "../policy/standing.ts";
import type { CompiledDeployment, CompiledPolicy } from "../policy/types.ts";
import type { Place } from "./rule.ts";
import type { JudgedRoute } from "./rule-memory.ts";

const DAY = 24 * 60 * 60 * 1000;

/** How many deployments are looked at for suggestions in one check: what is more would be felt while typing. */
const MOST_SUGGESTION_WORK = 2_000;

const MOST_SUGGESTIONS = 5;

export interface ViewFacts {
  documents: WorkspaceDocuments;
  entities: EntityIndex;
  files: readonly ParsedFile[];
  /** What projects say of a file, by its URI. */
  settings: (uri: string) => ProjectSettings;
  policy: CompiledPolicy;
  routes: ReadonlyMap<string, JudgedRoute>;
  /** Milliseconds since 1970. */
  at: number;
}

export class WorkspaceView {
  /** All documents, without what has errors. */
  readonly documents: WorkspaceDocuments;
  readonly entities: EntityIndex;
  /** Without budgets. */
  readonly policy: CompiledPolicy;
  /** By workload. */
  readonly routes: ReadonlyMap<string, JudgedRoute>;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly #files: ReadonlyMap<string, ParsedFile>;
  readonly #settings: (uri: string) => ProjectSettings;
  #suggestionWork = 0;
  #serving: Map<string, JudgedRoute[]> | undefined;

  constructor({ documents, entities, files, settings, policy, routes, at }: ViewFacts) {
    this.documents = documents;
    this.entities = entities;
    this.policy = policy;
    this.routes = routes;
    this.at = at;
    this.#files = new Map(files.map((file) => [file.uri, file]));
    this.#settings = settings;
  }

  /**
   * Where a part of an entity stands: its value, or its key where the value is a map or a list. Where there is no such
   * part, the nearest part around it that there is; undefined where the entity itself is not in the text.
   */
  place(kind: EntityKind, id: string, ...path: readonly (string | number)[]): Place | undefined {
    const definition = this.entities.definition(kind, id);
    return definition && this.#placeIn(definition, path, false);
  }

  /** Where a key in an entity stands, or the nearest part around it. */
  keyPlace(kind: EntityKind, id: string, ...path: readonly (string | number)[]): Place | undefined {
    const definition = this.entities.definition(kind, id);
    return definition && this.#placeIn(definition, path, true);
  }

  /** The workloads that may use a deployment now. */
  servedBy(deployment: string): readonly JudgedRoute[] {
    if (!this.#serving) {
      this.#serving = new Map();
      for (const route of this.routes.values())
        for (const { id } of route.eligible) {
          const known = this.#serving.get(id);
          if (known) known.push(route);
          else this.#serving.set(id, [route]);
        }
    }
    return this.#serving.get(deployment) ?? [];
  }

  /**
   * Deployments of the catalog that would qualify for a workload and are not in its route, the best known first: not in
   * preview, priced, cheap. None once much has been looked through, so ask only where they are needed.
   */
  qualifying(workload: string, isWelcome: (deployment: CompiledDeployment) => boolean = () => true): string[] {
    return this.#allQualifying(workload)
      .filter(isWelcome)
      .slice(0, MOST_SUGGESTIONS)
      .map(({ id }) => id);
  }

  #allQualifying(workload: string): readonly CompiledDeployment[] {
    const route = this.routes.get(workload);
    if (!route) return [];
    const { deployments } = this.policy;
    const known = qualifyingOf.get(route);
    if (known && known.deployments === deployments) return known.found;
    if (this.#suggestionWork > MOST_SUGGESTION_WORK) return [];
    this.#suggestionWork += deployments.length;
    const allowed = eligibility(this.policy, workload, this.at);
    const listed = new Set(route.workload.candidates);
    const found = deployments
      .filter((deployment) => allowed.get(deployment.id)?.length === 0 && !listed.has(deployment))
      .sort((a, b) => rank(a) - rank(b));
    qualifyingOf.set(route, { deployments, found });
    return found;
  }

  /** Whether a deployment may serve a workload, listed in its route or not; yes where the workload is not known. */
  mayServe(workload: string, deployment: string): boolean {
    if (!this.routes.has(workload)) return true;
    return eligibility(this.policy, workload, this.at, [deployment]).get(deployment)?.length === 0;
  }

  /** What a project says of the rules where an entity stands. */
  checks(kind: EntityKind, id: string): Checks {
    const definition = this.entities.definition(kind, id);
    return definition ? this.#settings(definition.location.uri).checks : {};
  }

  /** Whole days from now until a date (`2027-01-15`) begins, UTC; negative where it has begun. */
  daysUntil(date: string): number {
    return Math.ceil((startOfDate(date) - this.at) / DAY);
  }

  #placeIn(definition: EntityDefinition, path: readonly (string | number)[], wantsKey: boolean): Place | undefined {
    const { uri } = definition.location;
    const file = this.#files.get(uri);
    const own: Place = { ...definition.location, pointer: definition.pointer };
    let found = file && entityNode(file, definition);
    if (!file || !found) return own;
    let pointer = definition.pointer;
    let reached = 0;
    for (const segment of path) {
      const next = childOf(found.node, String(segment));
      // What came in by an alias or a merge stands elsewhere, in a text that others use too.
      if (!next || next.entry?.merged) break;
      found = next;
      pointer = appendPointer(pointer, segment);
      reached += 1;
      if (next.node.alias !== undefined) break;
    }
    const place = reached === 0 ? own : { uri, range: file.lines.range(spanOf(found, wantsKey)), pointer };
    return reached < path.length ? { ...place, isAround: true } : place;
  }
}

/** Routes and deployments that an edit did not touch are the same objects as before. */
const qualifyingOf = new WeakMap<
  JudgedRoute,
  { deployments: readonly CompiledDeployment[]; found: readonly CompiledDeployment[] }
>();

/** Cheap ones first; what has no price, or will not stay, last. */
function rank({ phases }: CompiledDeployment): number {
  const last = phases.at(-1);
  const price = last?.price ? last.price.inputPerMillion + last.price.outputPerMillion : Number.MAX_SAFE_INTEGER / 4;
  return price + (last?.withdrawn || last?.lifecycle !== "active" ? Number.MAX_SAFE_INTEGER / 4 : 0);
}

/** Entities stand two steps below the root, in a section that has no need of escapes. */
function entityNode(file: ParsedFile, { document, pointer, id }: EntityDefinition): FoundNode | undefined {
  const root = file.documents[document]?.root;
  const section = root && childOf(root, pointer.slice(1, pointer.indexOf("/", 1)));
  return section && childOf(section.node, id);
}

function spanOf({ node, entry }: FoundNode, wantsKey: boolean): DocumentNode["span"] {
  if (entry && (wantsKey || (node.type !== "scalar" && node.alias === undefined))) return entry.keySpan;
  if (entry && node.span.end <= node.span.start) return entry.keySpan;
  return node.type === "scalar" && node.alias === undefined ? node.inner : node.span;
}
