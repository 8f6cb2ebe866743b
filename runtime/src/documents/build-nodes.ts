/** Turns a YAML syntax tree into document nodes, resolving aliases and merge keys without being blown up by them. */
import { isAlias, isMap, isScalar, isSeq, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import { AnchorScope } from "./anchor-scope.ts";
import type { DocumentNode, MapEntry, MapNode, ScalarNode } from "./document-node.ts";
import type { Span } from "./line-index.ts";

/** More nodes than this through aliases are a mistake or an attack: a real catalog has a few hundred. */
export const MAX_ALIASED_NODES = 200_000;

/** Deeper than this is no document of ours, and would exhaust the stack of whoever walks it. */
const MAX_DEPTH = 100;

export interface NodeProblem {
  code: "yaml.duplicate-key" | "yaml.undefined-alias" | "yaml.too-many-aliases" | "yaml.complex-key" | "yaml.too-deep";
  span: Span;
  message: string;
  related?: { span: Span; message: string };
}

export interface BuiltNodes {
  root: DocumentNode | undefined;
  problems: NodeProblem[];
}

/**
 * Builds the nodes of one YAML document. `shift` is added to all offsets: 1 where a byte order mark was cut off.
 * `around` is what came before, where the contents are a part of their document. Never throws for the depth or the
 * aliases of its input; both become problems.
 */
export function buildNodes(contents: unknown, text: string, shift: number, around = new AnchorScope()): BuiltNodes {
  const builder = new NodeBuilder(text, shift, around);
  const root = contents ? builder.build(contents, around.depth, { start: shift, end: shift }) : undefined;
  return { root, problems: builder.problems };
}

/** How many nodes a node is, with all that its aliases stand for. */
const weights = new WeakMap<DocumentNode, number>();

const BLANK = /\s/;

class NodeBuilder {
  readonly problems: NodeProblem[] = [];
  readonly #text: string;
  readonly #shift: number;
  readonly #around: AnchorScope;
  readonly #open = new Set<string>();

  constructor(text: string, shift: number, around: AnchorScope) {
    this.#text = text;
    this.#shift = shift;
    this.#around = around;
  }

  build(yaml: unknown, depth: number, where: Span): DocumentNode {
    if (depth > MAX_DEPTH) {
      this.#report("yaml.too-deep", where, `Nested more than ${MAX_DEPTH} levels deep. Flatten the document.`);
      return emptyScalar(where);
    }
    if (isAlias(yaml)) return this.#alias(yaml.source, this.#span(yaml, where));
    const anchor = isMap(yaml) || isSeq(yaml) || isScalar(yaml) ? yaml.anchor : undefined;
    if (anchor) this.#open.add(anchor);
    const node = this.#plainNode(yaml, depth, where);
    if (anchor) {
      this.#open.delete(anchor);
      this.#around.define(anchor, node);
    }
    return node;
  }

  #plainNode(yaml: unknown, depth: number, where: Span): DocumentNode {
    if (isMap(yaml)) return this.#map(yaml, depth, where);
    if (isSeq(yaml)) return this.#sequence(yaml, depth, where);
    if (isScalar(yaml)) return this.#scalar(yaml, where);
    return emptyScalar(where);
  }

  #alias(name: string, span: Span): DocumentNode {
    const target = this.#around.find(name);
    if (!target) {
      const message = this.#open.has(name)
        ? `*${name} stands inside of its own anchor &${name}. An alias cannot contain itself.`
        : `There is no anchor &${name} before this alias. Define it above, or write the value here.`;
      this.#report("yaml.undefined-alias", span, message);
      return emptyScalar(span);
    }
    this.#around.aliased += this.#weight(target);
    if (this.#around.aliased > MAX_ALIASED_NODES) {
      const message = `The aliases up to here stand for more than ${MAX_ALIASED_NODES} values. Write the document with fewer aliases.`;
      if (!this.problems.some((problem) => problem.code === "yaml.too-many-aliases"))
        this.#report("yaml.too-many-aliases", span, message);
      return emptyScalar(span);
    }
    const node: DocumentNode = { ...target, span, alias: name };
    weights.set(node, this.#weight(target));
    return node;
  }

  #map(yaml: YAMLMap, depth: number, where: Span): MapNode {
    const span = this.#trimmedSpan(yaml, where);
    const entries = new Map<string, MapEntry>();
    const mergeSources: DocumentNode[] = [];
    let weight = 1;
    for (const pair of yaml.items as Pair<unknown, unknown>[]) {
      const keySpan = this.#keySpan(pair.key, span);
      const named = this.#key(pair.key, keySpan);
      if (named === undefined) continue;
      const { key } = named;
      const value = this.build(pair.value, depth + 1, { start: keySpan.end, end: keySpan.end });
      weight += this.#weight(value);
      if (key === "<<" && isScalar(pair.key) && pair.key.type === "PLAIN") {
        mergeSources.push(...(value.type === "sequence" ? value.items : [value]));
        continue;
      }
      const first = entries.get(key);
      if (first) this.#reportDuplicate(key, keySpan, first.keySpan);
      else entries.set(key, { ...named, keySpan, value, merged: false });
    }
    for (const source of mergeSources) {
      if (source.type !== "map") continue;
      for (const entry of source.entries.values())
        if (!entries.has(entry.key)) entries.set(entry.key, { ...entry, merged: true });
    }
    const node: MapNode = { type: "map", flow: yaml.flow === true, span, entries };
    weights.set(node, weight);
    return node;
  }

  #sequence(yaml: YAMLSeq, depth: number, where: Span): DocumentNode {
    const span = this.#trimmedSpan(yaml, where);
    const items = yaml.items.map((item) => this.build(item, depth + 1, span));
    const node: DocumentNode = { type: "sequence", flow: yaml.flow === true, span, items };
    weights.set(
      node,
      items.reduce((sum, item) => sum + this.#weight(item), 1),
    );
    return node;
  }

  #scalar(yaml: Scalar, where: Span): ScalarNode {
    const span = this.#span(yaml, where);
    const raw = yaml.value;
    const value =
      typeof raw === "string" || typeof raw === "number" || typeof raw === "boolean" || raw === null
        ? raw
        : (yaml.source ?? String(raw));
    const inner = this.#inner(yaml, span);
    const text = this.#text.slice(inner.start, inner.end);
    return { type: "scalar", value, span, inner, verbatim: text === (yaml.source ?? "") || text === value };
  }

  #inner(yaml: Scalar, span: Span): Span {
    if (yaml.type !== "QUOTE_DOUBLE" && yaml.type !== "QUOTE_SINGLE") return span;
    const quote = yaml.type === "QUOTE_DOUBLE" ? '"' : "'";
    // A quote that is still being typed has no end.
    const closed = span.end - span.start >= 2 && this.#text[span.end - 1] === quote;
    return { start: span.start + 1, end: Math.max(span.start + 1, closed ? span.end - 1 : span.end) };
  }

  #key(key: unknown, span: Span): Pick<MapEntry, "key" | "keySource"> | undefined {
    if (isScalar(key)) {
      if (key.anchor) this.#around.define(key.anchor, this.#scalar(key, span));
      // The text, so that `1.0` and `null` as ids stay what was written.
      const text = typeof key.value === "string" ? key.value : key.source;
      return { key: text ?? (key.value === null ? "" : String(key.value)) };
    }
    if (key === null || key === undefined) return { key: "" };
    const node = isAlias(key) ? this.#alias(key.source, span) : undefined;
    // Without its anchor the alias is reported as such.
    if (node?.type === "scalar") return node.alias ? { key: this.#textOf(node), keySource: node.inner } : undefined;
    this.#report("yaml.complex-key", span, "A key must be plain text here, not a list or a map.");
    return undefined;
  }

  #textOf({ value, inner }: ScalarNode): string {
    return typeof value === "string" ? value : this.#text.slice(inner.start, inner.end);
  }

  #keySpan(key: unknown, parent: Span): Span {
    const span = this.#span(key, { start: parent.start, end: parent.start });
    return isScalar(key) ? this.#inner(key, span) : span;
  }

  #span(yaml: unknown, where: Span): Span {
    const range = (yaml as { range?: readonly number[] | null } | null | undefined)?.range;
    if (!range) return where;
    const start = (range[0] ?? 0) + this.#shift;
    return { start, end: Math.max(start, (range[1] ?? 0) + this.#shift) };
  }

  /** Block style reaches to the next line that is outside of it; the blanks before that are of nobody. */
  #trimmedSpan(yaml: unknown, where: Span): Span {
    const { start, end } = this.#span(yaml, where);
    let last = end;
    while (last > start && BLANK.test(this.#text.charAt(last - 1))) last -= 1;
    return { start, end: last };
  }

  #weight(node: DocumentNode): number {
    return weights.get(node) ?? 1;
  }

  #report(code: NodeProblem["code"], span: Span, message: string): void {
    this.problems.push({ code, span, message });
  }

  #reportDuplicate(key: string, span: Span, first: Span): void {
    this.problems.push({
      code: "yaml.duplicate-key",
      span,
      message: `"${key}" stands twice in this map. Remove one of them, or give one another name.`,
      related: { span: first, message: `"${key}" stands here first.` },
    });
  }
}

function emptyScalar(span: Span): ScalarNode {
  return { type: "scalar", value: null, span, inner: span, verbatim: true };
}
