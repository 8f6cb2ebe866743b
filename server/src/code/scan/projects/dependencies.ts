/** On which vendors' SDKs the projects of a workspace depend, by their manifests. */
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Vendor, VendorTables } from "../../vendors/index.ts";

const NPM_FIELDS = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"];

/** Whether a file says on what a project depends. */
export function isManifest(name: string): boolean {
  return (
    name === "package.json" ||
    /^(?:requirements[\w.-]*\.(?:txt|in)|pyproject\.toml|setup\.(?:py|cfg)|Pipfile|environment\.ya?ml)$/.test(name)
  );
}

/** What the manifest files of a workspace say. Folders are absolute. */
export class Dependencies {
  readonly #packages = new Map<string, ReadonlySet<string>>();
  readonly #vendorsOf = new Map<string, readonly Vendor[]>();
  readonly #known = new Map<string, { vendors: ReadonlySet<string>; packages: ReadonlySet<string> }>();

  constructor(vendors: VendorTables) {
    for (const vendor of vendors.vendors) {
      for (const name of packageNames(vendor)) {
        this.#vendorsOf.set(name, [...(this.#vendorsOf.get(name) ?? []), vendor]);
      }
    }
  }

  /** Reads manifests; what can not be read says nothing. */
  async read(paths: readonly string[]): Promise<void> {
    await Promise.all(
      paths.map(async (path) => {
        const text = await readFile(path, "utf8").catch(() => undefined);
        if (text === undefined) return;
        const folder = dirname(path);
        const names = path.endsWith("package.json") ? npmPackages(text) : pythonPackages(text);
        this.#packages.set(folder, new Set([...(this.#packages.get(folder) ?? []), ...names]));
      }),
    );
  }

  /** The vendors' ids and all packages that the projects around a folder depend on. */
  of(folder: string): { vendors: ReadonlySet<string>; packages: ReadonlySet<string> } {
    const known = this.#known.get(folder);
    if (known) return known;
    const parent = dirname(folder);
    const outer = parent === folder ? { vendors: new Set<string>(), packages: new Set<string>() } : this.of(parent);
    const own = this.#packages.get(folder);
    const result = own
      ? {
          vendors: new Set([...outer.vendors, ...[...own].flatMap((name) => this.#idsOf(name))]),
          packages: new Set([...outer.packages, ...own]),
        }
      : outer;
    this.#known.set(folder, result);
    return result;
  }

  /** The nearest folder around one that has a manifest, within a root; the root where none has. */
  project(folder: string, root: string): string {
    for (let at = folder; at !== root; at = dirname(at)) {
      if (this.#packages.has(at) || dirname(at) === at) return at;
    }
    return root;
  }

  #idsOf(name: string): string[] {
    return (this.#vendorsOf.get(name) ?? []).map(({ id }) => id);
  }
}

/** The manifests in the folders above a root, up to its repository's own. */
export function manifestsAbove(root: string): string[] {
  const found: string[] = [];
  for (let at = dirname(root), steps = 0; steps < 4 && dirname(at) !== at; at = dirname(at), steps++) {
    for (const name of ["package.json", "requirements.txt", "pyproject.toml"]) found.push(join(at, name));
  }
  return found;
}

/** npm packages and Python distributions, by which a project depends on a vendor's SDK. */
function packageNames(vendor: Vendor): Set<string> {
  const names = new Set(vendor.packages ?? []);
  for (const { specifiers } of vendor.modules) {
    for (const specifier of specifiers) {
      const parts = specifier.split("/");
      names.add(specifier.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? specifier));
    }
  }
  for (const { name } of vendor.python.modules) names.add(normal(name.split(".")[0] ?? name));
  // Every project of Amazon's or Google's depends on these, whatever it calls, and many on LangChain for its splitters.
  for (const common of ["aws-sdk", "google", "langchain", "langchain-community", "@langchain/community", "ai"])
    if (!vendor.packages?.includes(common)) names.delete(common);
  return names;
}

function npmPackages(text: string): string[] {
  try {
    const manifest = JSON.parse(text.replace(/^\uFEFF/, "")) as Record<string, unknown>;
    return NPM_FIELDS.flatMap((field) => {
      const own = manifest[field];
      return own !== null && typeof own === "object" ? Object.keys(own) : [];
    });
  } catch {
    return [];
  }
}

/** Names at the beginning of a line or a string: `openai>=1`, `"openai[datalib]"`, `openai = "^1"`. */
function pythonPackages(text: string): string[] {
  const names: string[] = [];
  for (const [, name = ""] of text.matchAll(/(?:^[ \t-]*|["'])([A-Za-z][\w.-]*)(?=[ \t]*(?:[[<>=!~;,"'\s]|$))/gm)) {
    names.push(normal(name));
  }
  return names;
}

function normal(name: string): string {
  return name.toLowerCase().replace(/[_.]+/g, "-");
}
