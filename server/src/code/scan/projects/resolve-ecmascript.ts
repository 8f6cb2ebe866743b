/** Which file of a workspace a module specifier of JavaScript names. Paths are relative to the root. */
import { dirname, join, normalize } from "node:path/posix";
import type { TsConfigs } from "./ts-configs.ts";
import type { WorkspacePackages } from "./workspace-packages.ts";

const EXTENSIONS = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];

export class EcmascriptResolver {
  readonly #files: ReadonlySet<string>;
  readonly #configs: TsConfigs;
  readonly #packages: WorkspacePackages;

  constructor(files: ReadonlySet<string>, configs: TsConfigs, packages: WorkspacePackages) {
    this.#files = files;
    this.#configs = configs;
    this.#packages = packages;
  }

  /** The file, or undefined for a package from elsewhere and for what is not there. */
  resolve(from: string, specifier: string): string | undefined {
    if (specifier.startsWith(".")) return this.file(join(dirname(from), specifier));
    for (const target of this.#configs.targets(from, specifier)) {
      const file = this.file(target);
      if (file !== undefined) return file;
    }
    for (const target of this.#packages.targets(from, specifier)) {
      const file = this.file(target);
      if (file !== undefined) return file;
    }
    return undefined;
  }

  /** The source file that a path without or with an extension stands for. */
  file(path: string): string | undefined {
    const at = normalize(path).replace(/\/$/, "");
    if (this.#files.has(at)) return at;
    // `./client.js` is written where `client.ts` is meant.
    const bare = /\.[cm]?jsx?$/.test(at) ? at.replace(/\.([cm]?)jsx?$/, "") : undefined;
    for (const base of bare === undefined ? [at] : [bare, at]) {
      for (const extension of EXTENSIONS) if (this.#files.has(base + extension)) return base + extension;
    }
    for (const extension of EXTENSIONS) {
      const index = at === "." ? `index${extension}` : `${at}/index${extension}`;
      if (this.#files.has(index)) return index;
    }
    return undefined;
  }
}
