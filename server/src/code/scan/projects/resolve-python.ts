/** Which file of a workspace a module of Python is. Paths are relative to the root. */
import { dirname, join } from "node:path/posix";

export class PythonResolver {
  readonly #files: ReadonlySet<string>;
  readonly #folders: ReadonlySet<string>;

  constructor(files: ReadonlySet<string>) {
    this.#files = files;
    const folders = new Set<string>();
    for (const file of files) {
      if (!file.endsWith(".py")) continue;
      for (let at = dirname(file); at !== "." && !folders.has(at); at = dirname(at)) folders.add(at);
    }
    this.#folders = folders;
  }

  /** The file, or undefined for a package from elsewhere. A folder without `__init__.py` counts as if it had one. */
  resolve(from: string, module: string): string | undefined {
    const dots = /^\.*/.exec(module)?.[0].length ?? 0;
    const parts = module
      .slice(dots)
      .split(".")
      .filter((part) => part !== "")
      .join("/");
    if (dots > 0) {
      let folder = dirname(from);
      for (let step = 1; step < dots; step++) folder = dirname(folder);
      return this.#file(join(folder, parts));
    }
    // A script finds its neighbours, a package what is beside it, and either what is at the top.
    for (let folder = dirname(from); ; folder = dirname(folder)) {
      const found = this.#file(join(folder, parts)) ?? this.#file(join(folder, "src", parts));
      if (found !== undefined && found !== from) return found;
      if (folder === "." || folder === "/") return undefined;
    }
  }

  /** Whether a module of a vendor's name is a neighbour of the file, which Python then takes instead. */
  neighbour(from: string, module: string): string | undefined {
    const folder = dirname(from);
    if (this.#files.has(join(folder, "__init__.py"))) return undefined;
    const [first = ""] = module.split(".");
    const found = [join(folder, `${first}.py`), join(folder, first, "__init__.py")].find((file) =>
      this.#files.has(file),
    );
    return found === from ? undefined : found;
  }

  #file(path: string): string | undefined {
    if (this.#files.has(`${path}.py`)) return `${path}.py`;
    if (this.#files.has(`${path}/__init__.py`)) return `${path}/__init__.py`;
    return path === "." || this.#folders.has(path) ? `${path}/__init__.py`.replace(/^\.\//, "") : undefined;
  }
}
