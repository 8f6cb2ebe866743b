/** How the files of a workspace refer to each other, and on what its projects depend. */
import { dirname, resolve } from "node:path";
import { languageOf } from "../languages.ts";
import type { VendorTables } from "../vendors/index.ts";
import { Dependencies, manifestsAbove } from "./projects/dependencies.ts";
import { EcmascriptResolver } from "./projects/resolve-ecmascript.ts";
import { PythonResolver } from "./projects/resolve-python.ts";
import { TsConfigs } from "./projects/ts-configs.ts";
import { WorkspacePackages } from "./projects/workspace-packages.ts";
import { type FoundFiles, relativePath } from "./walk.ts";

export class ProjectMap {
  readonly dependencies: Dependencies;
  readonly packages = new WorkspacePackages();
  readonly #root: string;
  readonly #ecmascript: EcmascriptResolver;
  readonly #python: PythonResolver;
  readonly #configs = new TsConfigs();
  readonly #resolved = new Map<string, string | undefined>();

  private constructor(root: string, files: ReadonlySet<string>, vendors: VendorTables) {
    this.#root = root;
    this.dependencies = new Dependencies(vendors);
    this.#ecmascript = new EcmascriptResolver(files, this.#configs, this.packages);
    this.#python = new PythonResolver(files);
  }

  /** Reads what the walk has found. `root` is absolute. */
  static async of(root: string, found: FoundFiles, vendors: VendorTables): Promise<ProjectMap> {
    const map = new ProjectMap(root, new Set(found.files.map((file) => relativePath(root, file))), vendors);
    const own = (paths: readonly string[]) => paths.map((path) => relativePath(root, path));
    await map.dependencies.read([...manifestsAbove(root), ...found.manifests]);
    await map.packages.read(root, own(found.manifests.filter((path) => path.endsWith("package.json"))));
    await map.#configs.read(root, own(found.configurations));
    return map;
  }

  /** The file that a specifier names in another; paths relative to the root. */
  resolve(from: string, specifier: string): string | undefined {
    const key = `${dirname(from)}\n${specifier}${from.endsWith(".py") ? `\n${from}` : ""}`;
    if (this.#resolved.has(key)) return this.#resolved.get(key);
    const resolver = languageOf(from) === "python" ? this.#python : this.#ecmascript;
    const file = resolver.resolve(from, specifier);
    this.#resolved.set(key, file);
    return file;
  }

  /** The file of the project that takes the place of a vendor's package in another file. */
  ownInstead(from: string, specifier: string): string | undefined {
    return languageOf(from) === "python"
      ? this.#python.neighbour(from, specifier)
      : this.#ecmascript.resolve(from, specifier);
  }

  /** The folder of the project that a file belongs to. */
  projectOf(file: string): string {
    return this.dependencies.project(dirname(resolve(this.#root, file)), this.#root);
  }

  dependsOn(file: string): { vendors: ReadonlySet<string>; packages: ReadonlySet<string> } {
    return this.dependencies.of(dirname(resolve(this.#root, file)));
  }
}
