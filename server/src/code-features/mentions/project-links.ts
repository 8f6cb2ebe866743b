/** How the files of a project name workloads for each other: constants here, functions and classes there. */
import { posix } from "node:path";
import { mayLeadTo } from "../../code/mentions/module-paths.ts";
import type { FileMentions, OfferedCall, OtherFiles, WantedConstant } from "../../code/mentions/types.ts";

/** All that leads from one file of a project to another. */
export class ProjectLinks {
  readonly #wanted: (WantedConstant & { from: string })[] = [];
  readonly #offered: (OfferedCall & { from: string })[] = [];
  readonly #words: ReadonlySet<string>;
  /** Changes when any link does. */
  readonly key: string;

  /** `files` with their paths, always in the same order. */
  constructor(files: Iterable<readonly [path: string, found: Pick<FileMentions, "wanted" | "offered">]>) {
    for (const [path, { wanted, offered }] of files) {
      const from = withSlashes(path);
      this.#wanted.push(...wanted.map((one) => ({ ...one, from })));
      this.#offered.push(...offered.map((one) => ({ ...one, from })));
    }
    // A default export goes by the name that its importer chooses, so that only the module's own name is sure.
    this.#words = new Set(this.#offered.map(({ name, from }) => (name === "default" ? moduleName(from) : name)));
    this.key = JSON.stringify([this.#wanted, this.#offered]);
  }

  get areNone(): boolean {
    return this.#wanted.length === 0 && this.#offered.length === 0;
  }

  /** What the other files make of one; undefined where nothing leads to it or from it. */
  forFile(path: string, text: string): OtherFiles | undefined {
    const own = withSlashes(path);
    const wanted = this.#wanted.filter(({ specifier, from }) => from !== own && mayLeadTo(specifier, from, own));
    if (wanted.length === 0 && ![...this.#words].some((word) => text.includes(word))) return undefined;
    return {
      wanted,
      offered: ({ specifier, names: [name, ...members] }) =>
        members.length > 0
          ? []
          : this.#offered.filter((one) => one.name === name && one.from !== own && mayLeadTo(specifier, own, one.from)),
    };
  }
}

function withSlashes(path: string): string {
  return path.replaceAll("\\", "/");
}

/** The word by which an import names a file: that of its folder for an index. */
function moduleName(path: string): string {
  const name = posix.basename(path).replace(/\.\w+$/, "");
  return name === "index" ? posix.basename(posix.dirname(path)) : name;
}
