/** What a migration means for the manifests of packages: which need a dependency, and which no longer need one. */
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { DEPENDENCY_FIELDS, dependenciesIn, editManifest } from "./manifest-edits.ts";
import { relativePath } from "./walk.ts";

const GATEWAY_PACKAGE = "@fairlead/runtime";
const GATEWAY_RANGE = "^0.1.0";

/** What each of the gateway's modules stands on: its package leaves the choice of the version to the application. */
const PEERS: Readonly<Record<string, { name: string; range: string }>> = {
  "@fairlead/runtime/openai": { name: "openai", range: ">=5.0.0" },
  "@fairlead/runtime/bedrock": { name: "@aws-sdk/client-bedrock-runtime", range: "^3.840.0" },
  "@fairlead/runtime/anthropic": { name: "@anthropic-ai/sdk", range: ">=0.60.0" },
  "@fairlead/runtime/google": { name: "@google/genai", range: ">=1.30.0" },
};

/** A package that a manifest should name, or need not name any more. */
export interface ManifestDependency {
  /** Relative to the root: `services/support/package.json`. */
  manifest: string;
  package: string;
}

/** A manifest and what it would become. */
export interface ManifestChange {
  /** Relative to the root. */
  manifest: string;
  before: string;
  after: string;
  added: string[];
  removed: string[];
}

/** What a file loads before and after a migration; the same list twice where it does not change. */
export interface FileImports {
  /** Relative to the root. */
  file: string;
  before: readonly string[];
  after: readonly string[];
}

/** The changes of the nearest manifests of the files, in order. `packages` are the vendors' modules by specifier. */
export async function manifestChanges(
  root: string,
  files: readonly FileImports[],
  isVendors: (specifier: string) => boolean,
): Promise<ManifestChange[]> {
  const absolute = resolve(root);
  const manifests = new Manifests(absolute);
  const groups = new Map<string, FileImports[]>();
  for (const one of files) {
    const [nearest] = await manifests.above(dirname(resolve(absolute, one.file)));
    if (nearest) groups.set(nearest.path, [...(groups.get(nearest.path) ?? []), one]);
  }
  const changes: ManifestChange[] = [];
  for (const [path, own] of groups) {
    if (own.every(({ before, after }) => before === after)) continue;
    const above = await manifests.above(dirname(path));
    const change = changeOf(above, own, isVendors);
    if (change) changes.push({ manifest: relativePath(absolute, path), ...change });
  }
  return changes.sort((a, b) => (a.manifest < b.manifest ? -1 : 1));
}

interface Manifest {
  path: string;
  text: string;
  names: ReadonlyMap<string, ReadonlySet<string>>;
}

function changeOf(
  [manifest, ...outer]: readonly Manifest[],
  files: readonly FileImports[],
  isVendors: (specifier: string) => boolean,
): Omit<ManifestChange, "manifest"> | undefined {
  if (!manifest) return undefined;
  const names = (one: Manifest) => new Set([...one.names.values()].flatMap((own) => [...own]));
  const own = names(manifest);
  const anywhere = new Set([...own, ...outer.flatMap((one) => [...names(one)])]);
  const changed = files.filter(({ before, after }) => before !== after);
  const loaded = changed.flatMap(({ after }) => after);
  const added = new Map<string, string>();
  if (loaded.some((specifier) => packageOf(specifier) === GATEWAY_PACKAGE) && !own.has(GATEWAY_PACKAGE)) {
    added.set(GATEWAY_PACKAGE, GATEWAY_RANGE);
  }
  // What was loaded before comes from somewhere, whatever the manifests say.
  const known = new Set(changed.flatMap(({ before }) => before.map(packageOf)));
  for (const specifier of loaded) {
    const peer = PEERS[specifier];
    if (peer && !anywhere.has(peer.name) && !known.has(peer.name)) added.set(peer.name, peer.range);
  }
  const needed = new Set(files.flatMap(({ after }) => after.flatMap((one) => [packageOf(one), PEERS[one]?.name])));
  const gone = changed.flatMap(({ before }) => before).filter((one) => isVendors(one) && !needed.has(packageOf(one)));
  const removed = new Set(gone.map(packageOf).filter((name) => own.has(name)));
  if (added.size === 0 && removed.size === 0) return undefined;
  const vendors = [
    ...removed,
    ...changed
      .flatMap(({ before }) => before)
      .filter(isVendors)
      .map(packageOf),
  ];
  const field = DEPENDENCY_FIELDS.find((one) => vendors.some((name) => manifest.names.get(one)?.has(name)));
  const after = editManifest(manifest.text, { added, removed, field: field ?? "dependencies" });
  return { before: manifest.text, after, added: [...added.keys()], removed: [...removed] };
}

/** The package that a specifier leads into: `@ai-sdk/openai` of `@ai-sdk/openai/internal`. */
function packageOf(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

/** Manifests, read once each. One that can not be read is none to give advice about. */
class Manifests {
  readonly #root: string;
  readonly #known = new Map<string, Promise<Manifest | undefined>>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Those of a folder and of the folders around it, up to the root, the nearest first. */
  async above(folder: string): Promise<Manifest[]> {
    const found: Manifest[] = [];
    for (let at = folder; ; at = dirname(at)) {
      const known = this.#known.get(at) ?? this.#read(join(at, "package.json"));
      this.#known.set(at, known);
      const manifest = await known;
      if (manifest) found.push(manifest);
      if (at === this.#root || dirname(at) === at) return found;
    }
  }

  async #read(path: string): Promise<Manifest | undefined> {
    const text = await readFile(path, "utf8").catch(() => undefined);
    const names = text === undefined ? undefined : dependenciesIn(text);
    return text === undefined || !names ? undefined : { path, text, names };
  }
}
