/** The anchors of one document, for parts of it that are built one after the other. */
import type { DocumentNode } from "./document-node.ts";

/** What a part of a document takes from the parts before it, and gives to those after it. */
export interface AnchorUse {
  /** What its aliases stood for, by name; undefined where there was no such anchor before. */
  readonly found: ReadonlyMap<string, DocumentNode | undefined>;
  /** Its own anchors, as they are at its end. */
  readonly defined: ReadonlyMap<string, DocumentNode>;
  /** How many nodes its aliases stand for. */
  readonly aliased: number;
}

export class AnchorScope {
  /** How deep in its document the part stands that is built. */
  depth = 0;
  /** How many nodes the aliases up to here stand for. */
  aliased = 0;
  readonly #anchors = new Map<string, DocumentNode>();
  #found = new Map<string, DocumentNode | undefined>();
  #defined = new Map<string, DocumentNode>();

  find(name: string): DocumentNode | undefined {
    const node = this.#anchors.get(name);
    if (!this.#defined.has(name)) this.#found.set(name, node);
    return node;
  }

  define(name: string, node: DocumentNode): void {
    this.#anchors.set(name, node);
    this.#defined.set(name, node);
  }

  /** Builds a part, and says what it used. */
  record<T>(depth: number, build: () => T): { built: T; use: AnchorUse } {
    this.#found = new Map();
    this.#defined = new Map();
    this.depth = depth;
    const before = this.aliased;
    const built = build();
    return { built, use: { found: this.#found, defined: this.#defined, aliased: this.aliased - before } };
  }

  /** Goes on as if a part had been built again that was built before, and says whether it would have become the same. */
  repeat({ found, defined, aliased }: AnchorUse): boolean {
    for (const [name, node] of found) if (this.#anchors.get(name) !== node) return false;
    for (const [name, node] of defined) this.#anchors.set(name, node);
    this.aliased += aliased;
    return true;
  }
}
