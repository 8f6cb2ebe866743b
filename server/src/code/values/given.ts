/** What comes back from functions that nobody knows, by what they are given. */
import { COMPOSING, guessed, type Reduced } from "./reduced.ts";
import type { Value } from "./value.ts";

export class Given {
  readonly #reduce: (value: Value, file: string, steps: number) => Reduced[];

  constructor(reduce: (value: Value, file: string, steps: number) => Reduced[]) {
    this.#reduce = reduce;
  }

  /** The client that is handed to a wrapper: alone, or among options. */
  wrapped(args: readonly Value[], file: string, steps: number): Reduced[] {
    for (const arg of args) {
      const [found] = this.#clientsIn(arg, file, steps);
      if (found) return [found];
    }
    return [];
  }

  /** What a function that nobody knows most likely gives back: the client or module that it is given, or made to make. */
  through(args: readonly Value[], file: string, steps: number, otherwise: Reduced | undefined): Reduced[] {
    for (const arg of args) {
      for (const one of this.#clientsIn(arg, file, steps)) {
        const composed = COMPOSING.has(one.client.vendor);
        // Among options stands much that is only used; a framework's chain or agent sends what its model sends.
        if (arg.is === "object" && !composed) continue;
        return [guessed(one)];
      }
      const loaded = arg.is === "unknown" ? undefined : this.#loadedBy(arg, file, steps);
      if (loaded) return [loaded];
    }
    if (otherwise?.is !== "external") return otherwise ? [otherwise] : [];
    // What is given a function may give back what that returns: `Depends(get_client)`.
    const given = args.some((arg) => this.#reduce(arg, file, steps - 1).some(({ is }) => is === "function"));
    return [given ? { is: "external", open: true } : otherwise];
  }

  /** The vendor's module or class that a value is, or that a function given here loads. */
  #loadedBy(arg: Value, file: string, steps: number): Reduced | undefined {
    for (const one of this.#reduce(arg, file, steps - 1)) {
      const all = one.is === "function" ? this.#reduce(one.returns, one.file, steps - 2) : [one];
      const found = all.find((other) => (other.is === "module" && other.file === "") || other.is === "vendor-class");
      if (found) return guessed(found);
    }
    return undefined;
  }

  #clientsIn(arg: Value, file: string, steps: number): (Reduced & { is: "client" })[] {
    return this.#reduce(arg, file, steps - 1).flatMap((one): (Reduced & { is: "client" })[] => {
      if (one.is === "client") return one.path.length === 0 ? [one] : [];
      if (one.is === "function") {
        const own = this.#clientsIn(one.returns, one.file, steps - 2);
        return own.length > 0 || !one.declared ? own : this.#clientsIn(one.declared, one.file, steps - 2);
      }
      if (one.is !== "object") return [];
      return Object.values(one.value.members).flatMap((member) =>
        this.#reduce(member, one.file, steps - 2).filter((inner) => inner.is === "client" && inner.path.length === 0),
      ) as (Reduced & { is: "client" })[];
    });
  }
}
