/**
 * What a workspace's source files hold of the vendors', kept by file so that a second look reads only what changed.
 * First everything that names a vendor is read; then, round by round, what imports clients from there.
 */
import { resolve } from "node:path";
import type { Suppression } from "@fairlead/runtime/rules";
import { analyseSource, inspectSource, isSilenced } from "../engine.ts";
import { languageOf } from "../languages.ts";
import type { ModelKnowledge } from "../models.ts";
import type {
  CalledElsewhere,
  CommentProblem,
  FindingState,
  SkippedFile,
  SourceFinding,
  WorkloadCode,
} from "../types.ts";
import type { Surroundings } from "../values/findings.ts";
import type { FileFacts } from "../values/value.ts";
import type { VendorTables } from "../vendors/index.ts";
import { commentProblems } from "./comment-problems.ts";
import { leadsToClients } from "./exporters.ts";
import { packageOf, stemOf, stemsOf } from "./imports.ts";
import { type IndexEntry, inputOf, inspected, unread } from "./index-entry.ts";
import { LateFacts } from "./late-facts.ts";
import { ProjectMap } from "./project-map.ts";
import { ReachingCalls } from "./reaching-calls.ts";
import { readSource, stampOf } from "./read.ts";
import { type FoundFiles, findSourceFiles, relativePath } from "./walk.ts";
import { unknownWorkloads, written } from "./workload-mentions.ts";

export interface IndexOptions {
  root: string;
  workloads: readonly WorkloadCode[];
  vendors: VendorTables;
  models?: ModelKnowledge | undefined;
  /** Files and folders that are looked into even where .gitignore leaves them out. */
  paths?: readonly string[] | undefined;
  /** Whether a file, relative to the root, is to be left out. */
  isExcluded?: ((file: string) => boolean) | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: { filesDone: number; filesFound: number; findings: number }) => void) | undefined;
}

// Between these many files, other work gets its turn and a scan can be cancelled.
const AT_ONCE = 32;
const MOST_ROUNDS = 6;

export class WorkspaceIndex {
  readonly #entries = new Map<string, IndexEntry>();
  readonly #late = new LateFacts();
  #root = "";
  #vendors: VendorTables | undefined;
  #map: ProjectMap | undefined;
  #reaching: ReachingCalls | undefined;
  #skipped: SkippedFile[] = [];
  #files: string[] = [];
  #states = new Map<string, FindingState | undefined>();
  /** The vendors whose packages a project's files load: few scripts come with a manifest. */
  #imported = new Map<string, Set<string>>();

  /** Reads what is new or changed below the root. Rejects with the signal's reason. */
  async refresh(options: IndexOptions): Promise<void> {
    const root = resolve(options.root);
    this.#root = root;
    // What other vendors were looked for has to be looked for again.
    if (this.#vendors !== options.vendors) this.#entries.clear();
    this.#vendors = options.vendors;
    const found = await findAll(root, options);
    const { files } = found;
    this.#skipped = [...found.skipped];
    this.#files = files.map((file) => relativePath(root, file)).filter((file) => !options.isExcluded?.(file));
    const present = new Set(this.#files);
    for (const file of this.#entries.keys()) if (!present.has(file)) this.#entries.delete(file);
    let findings = 0;
    for (let first = 0; first < this.#files.length; first += AT_ONCE) {
      options.signal?.throwIfAborted();
      for (const file of this.#files.slice(first, first + AT_ONCE)) {
        const entry = this.#read(root, file, options);
        if (entry?.why !== undefined) this.#skipped.push({ file, why: entry.why });
        findings += entry?.sites?.findings.length ?? 0;
      }
      const filesDone = Math.min(first + AT_ONCE, this.#files.length);
      options.onProgress?.({ filesDone, filesFound: this.#files.length, findings });
      await new Promise((done) => setImmediate(done));
    }
    const map = await ProjectMap.of(root, found, options.vendors);
    this.#map = map;
    this.#reaching = new ReachingCalls({
      resolve: (file, specifier) => map.resolve(file, specifier),
      facts: (file) => this.facts(file),
      imports: (file) => this.#entries.get(file)?.imports ?? [],
    });
    this.#imported = this.#importedVendors(map, options.vendors);
    this.#followImporters(root, options);
    this.#judge(root, options);
  }

  get files(): readonly string[] {
    return this.#files;
  }

  get skipped(): readonly SkippedFile[] {
    return this.#skipped;
  }

  get calledElsewhere(): CalledElsewhere[] {
    return [...this.#entries.values()].flatMap(({ elsewhere }) => elsewhere);
  }

  /** Those of some calls that may be on a client of a file. */
  reaching(file: string, calls: readonly CalledElsewhere[]): CalledElsewhere[] {
    return this.#reaching?.of(file, calls) ?? [...calls];
  }

  facts(file: string): FileFacts | undefined {
    return this.#entries.get(file)?.facts;
  }

  /** The findings of a file, its calls included. */
  findings(file: string, options: Pick<IndexOptions, "workloads" | "vendors" | "models">): SourceFinding[] {
    return this.#all(file, options).filter((finding) => !isSilenced(finding, this.#suppressions(file)));
  }

  /** What is wrong with the comments of a file that silence findings. */
  commentProblems(file: string, options: Pick<IndexOptions, "workloads" | "vendors" | "models">): CommentProblem[] {
    const suppressions = this.#suppressions(file);
    const source = suppressions.length > 0 ? readSource(resolve(this.#root, file)) : { why: "" };
    return "text" in source ? commentProblems(file, source.text, suppressions, this.#all(file, options)) : [];
  }

  #suppressions(file: string): readonly Suppression[] {
    return this.#entries.get(file)?.suppressions ?? [];
  }

  #all(file: string, options: Pick<IndexOptions, "workloads" | "vendors" | "models">): SourceFinding[] {
    const entry = this.#entries.get(file);
    const named = unknownWorkloads(file, entry?.workloads ?? [], options.workloads);
    if (!entry?.facts) return named;
    const input = { path: file, text: "", workloads: options.workloads, vendors: options.vendors };
    const models = options.models ? { models: options.models } : {};
    const around = this.surroundings(file, options.vendors);
    const found = inspectSource.calls({ ...input, ...models, around }, entry.facts, entry.sites?.findings ?? []);
    return named.length === 0 ? found : [...found, ...named].sort((a, b) => a.offset - b.offset);
  }

  /** What is known of the files around one. */
  surroundings(file: string, vendors: VendorTables): Surroundings {
    const map = this.#map;
    const facts = this.facts(file);
    const depends = map?.dependsOn(file);
    const imported = vendors.vendorsOfImports(facts?.imports ?? [], languageOf(file) ?? "ecmascript");
    const nearby = map ? this.#imported.get(map.projectOf(file)) : undefined;
    return {
      modules: {
        resolve: (from, specifier) => map?.resolve(from, specifier),
        facts: (other) => this.facts(other),
        lateFacts: (other) => this.facts(other) ?? this.#late.of(this.#root, other, vendors),
      },
      dependsOn: new Set([...(depends?.vendors ?? []), ...imported, ...(nearby ?? [])]),
      lookAlikes: depends?.packages ?? new Set(),
      usualState: (vendor) => this.#states.get(vendor),
      replaced: this.#replaced(file, facts, vendors),
    };
  }

  /** The vendors whose package is, in this file, a module of the project's own. */
  #replaced(file: string, facts: FileFacts | undefined, vendors: VendorTables): ReadonlySet<string> {
    const language = languageOf(file) ?? "ecmascript";
    const replaced = new Set<string>();
    for (const specifier of facts?.imports ?? []) {
      const [vendor] = vendors.vendorsOfImports([specifier], language);
      const own = vendor === undefined ? undefined : this.#map?.ownInstead(file, specifier);
      // A module of that name which itself loads the package only wraps it, and is found by its own folder's name.
      if (vendor !== undefined && own !== undefined && !this.facts(own)?.imports.includes(specifier)) {
        replaced.add(vendor);
      }
    }
    return replaced;
  }

  #read(root: string, file: string, options: IndexOptions): IndexEntry | undefined {
    const path = resolve(root, file);
    const stamp = stampOf(path);
    const known = this.#entries.get(file);
    if (known && stamp && known.stamp.modifiedMs === stamp.modifiedMs && known.stamp.bytes === stamp.bytes) {
      return known;
    }
    if (!stamp) return undefined;
    const source = readSource(path, stamp);
    const entry = "why" in source ? unread(stamp, source.why) : inspected(stamp, file, source.text, options);
    this.#entries.set(file, entry);
    return entry;
  }

  #importedVendors(map: ProjectMap, vendors: VendorTables): Map<string, Set<string>> {
    const imported = new Map<string, Set<string>>();
    for (const [file, { facts }] of this.#entries) {
      const own = vendors.vendorsOfImports(facts?.imports ?? [], languageOf(file) ?? "ecmascript");
      if (own.size === 0) continue;
      const project = map.projectOf(file);
      imported.set(project, new Set([...(imported.get(project) ?? []), ...own]));
    }
    return imported;
  }

  /** Parses files that name no vendor, but import what leads to a client. */
  #followImporters(root: string, options: IndexOptions): void {
    const map = this.#map as ProjectMap;
    const resolves = (file: string, specifier: string) => map.resolve(file, specifier);
    const leading = new Set<string>();
    let fresh = [...this.#entries].flatMap(([file, { facts }]) =>
      facts && leadsToClients(facts, file, options.vendors, resolves, leading) ? [file] : [],
    );
    for (let round = 0; round < MOST_ROUNDS && fresh.length > 0; round++) {
      for (const file of fresh) leading.add(file);
      const stems = new Set([...fresh.flatMap(stemsOf), ...map.packages.names]);
      const next: string[] = [];
      for (const [file, entry] of this.#entries) {
        if (leading.has(file)) continue;
        const near = entry.imports.some((one) => stems.has(stemOf(one)) || stems.has(packageOf(one)));
        if (!near || !entry.imports.some((one) => leading.has(map.resolve(file, one) ?? ""))) continue;
        if (!entry.facts) {
          const source = readSource(resolve(root, file));
          if ("text" in source) entry.facts = inspectSource.facts(inputOf(file, source.text, options));
        }
        if (entry.facts && leadsToClients(entry.facts, file, options.vendors, resolves, leading)) next.push(file);
      }
      fresh = next;
    }
  }

  /** Judges the fixes of clients that are handed on, by what the rest calls, and where each vendor's clients point. */
  #judge(root: string, options: IndexOptions): void {
    const workloads = written(options.workloads);
    const all = this.calledElsewhere;
    for (const [file, entry] of this.#entries) {
      if (!entry.sites) continue;
      const some = all.filter((call) => entry.handsOn.has(call.vendor) && call.file !== file);
      const calledElsewhere = this.reaching(file, some);
      const wanted = JSON.stringify(calledElsewhere);
      if (entry.sites.workloads === workloads && entry.sites.calls === wanted) continue;
      const source = readSource(resolve(root, file));
      if (!("text" in source)) continue;
      const judged = analyseSource({ ...inputOf(file, source.text, options), calledElsewhere, sitesOnly: true });
      entry.sites = { workloads, calls: wanted, findings: judged };
    }
    const states = new Map<string, Set<FindingState>>();
    for (const { sites } of this.#entries.values()) {
      for (const { kind, vendor, state } of sites?.findings ?? []) {
        if (kind === "client-construction") states.set(vendor, new Set([...(states.get(vendor) ?? []), state]));
      }
    }
    this.#states = new Map([...states].map(([vendor, all]) => [vendor, agreed(all)]));
  }
}

/** Where all clients point; where they differ, only a run would tell of which one a call is. */
function agreed(states: ReadonlySet<FindingState>): FindingState | undefined {
  return states.size === 1 ? [...states][0] : states.has("direct") ? "direct" : "unknown";
}

async function findAll(root: string, options: IndexOptions): Promise<FoundFiles> {
  const all = await findSourceFiles(root, undefined, options.signal);
  if (!options.paths || options.paths.length === 0) return all;
  const named = await findSourceFiles(root, options.paths, options.signal);
  const files = [...new Set([...all.files, ...named.files])].sort();
  return { ...all, files, skipped: [...named.skipped] };
}
