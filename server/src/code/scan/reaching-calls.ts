/** Which calls of other files may be on a client of one: by the imports between them. */
import { languageOf } from "../languages.ts";
import type { CalledElsewhere } from "../types.ts";
import type { FileFacts } from "../values/value.ts";

/** The files of a workspace, as far as imports lead from one to another. */
export interface ImportGraph {
  resolve(file: string, specifier: string): string | undefined;
  facts(file: string): FileFacts | undefined;
  /** The specifiers that a file loads, whether or not it names a vendor. */
  imports(file: string): readonly string[];
}

const MOST_STEPS = 20;

export class ReachingCalls {
  readonly #graph: ImportGraph;
  readonly #loads = new Map<string, ReadonlySet<string>>();

  constructor(graph: ImportGraph) {
    this.#graph = graph;
  }

  /**
   * Those of the calls that may be on a client which a file makes. What is called on something imported from elsewhere
   * is left out; where only names can tell, it stays as it is, for them to tell.
   */
  of(file: string, calls: readonly CalledElsewhere[]): CalledElsewhere[] {
    return calls.flatMap((call) => {
      const { imported } = call;
      const sources = imported ? this.#sources(call.file, imported.module, imported.name) : [];
      if (!imported || sources.length === 0) return [call];
      const reaches = sources.some((one) => this.#leads(one.file, one.name, file, MOST_STEPS));
      return reaches ? [{ ...call, imported: undefined }] : [];
    });
  }

  /** The files that an import may name: in Python, the name may be a module's own. */
  #sources(from: string, module: string, name: string): { file: string; name: string | undefined }[] {
    const found: { file: string; name: string | undefined }[] = [];
    const own = this.#graph.resolve(from, module);
    if (own !== undefined) found.push({ file: own, name });
    const joined = module.endsWith(".") ? module + name : `${module}.${name}`;
    const inner = languageOf(from) === "python" ? this.#graph.resolve(from, joined) : undefined;
    if (inner !== undefined && inner !== own) found.push({ file: inner, name: undefined });
    return found;
  }

  /** Whether what a module exports may be a file's. */
  #leads(module: string, name: string | undefined, file: string, steps: number): boolean {
    if (module === file || steps === 0) return true;
    const { exports = {}, stars = [] } = this.#graph.facts(module) ?? {};
    const value = name !== undefined && Object.hasOwn(exports, name) ? exports[name] : undefined;
    // What is only handed on is followed by its name.
    if (value?.is === "import" && value.name !== "*") return this.#follows(module, value.from, value.name, file, steps);
    if (!value && name !== undefined && stars.length > 0) {
      return stars.some((star) => this.#follows(module, star, name, file, steps));
    }
    // A file may hand its client to a module that it loads, too.
    return this.#loaded(module).has(file) || this.#next(file).has(module);
  }

  #follows(module: string, specifier: string, name: string, file: string, steps: number): boolean {
    return this.#sources(module, specifier, name).some((one) => this.#leads(one.file, one.name, file, steps - 1));
  }

  /** All that a file loads, and what that loads. */
  #loaded(file: string): ReadonlySet<string> {
    const known = this.#loads.get(file);
    if (known) return known;
    const seen = new Set<string>();
    const waiting = [file];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      for (const next of this.#next(at)) {
        if (seen.has(next)) continue;
        seen.add(next);
        waiting.push(next);
      }
    }
    this.#loads.set(file, seen);
    return seen;
  }

  #next(file: string): Set<string> {
    return new Set(this.#graph.imports(file).flatMap((one) => this.#graph.resolve(file, one) ?? []));
  }
}
