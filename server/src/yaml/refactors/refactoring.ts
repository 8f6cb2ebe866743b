/** What a change of form is: the document says the same after it. */
import type { DocumentNode, MapEntry, ParsedDocument, ParsedFile } from "@fairlead/runtime/documents";
import type { TextEdit } from "vscode-languageserver";

export interface Refactoring {
  title: string;
  kind: string;
  /** Works out the edits: undefined where it turns out that they can not be made. */
  edits(): TextEdit[] | undefined;
}

/** Finds what can be changed at an offset. */
export type Refactorer = (file: ParsedFile, document: ParsedDocument, offset: number) => Refactoring[];

/** A node with what holds it. */
export interface Step {
  node: DocumentNode;
  /** The entry through which it is reached, in a map. */
  entry: MapEntry | undefined;
  /** Its place among the items, in a list. */
  index: number | undefined;
}

/** The nodes that an offset lies in, its key counted, from the root to the innermost. Not what an alias stands for. */
export function stepsAt({ root }: ParsedDocument, offset: number): Step[] {
  const steps: Step[] = [];
  let next: Step | undefined = root && { node: root, entry: undefined, index: undefined };
  while (next) {
    steps.push(next);
    next = childAt(next.node, offset);
  }
  return steps;
}

function childAt(node: DocumentNode, offset: number): Step | undefined {
  if (node.alias !== undefined) return undefined;
  if (node.type === "map") {
    for (const entry of node.entries.values())
      if (
        !entry.merged &&
        entry.keySpan.start - 1 <= offset &&
        offset <= Math.max(entry.keySpan.end + 1, entry.value.span.end)
      )
        return { node: entry.value, entry, index: undefined };
  } else if (node.type === "sequence") {
    const index = node.items.findIndex(({ span }) => span.start <= offset && offset <= span.end);
    const item = node.items[index];
    if (item) return { node: item, entry: undefined, index };
  }
  return undefined;
}

/** All nodes below one that are written there, each with its holder's entry. */
export function* stepsBelow(node: DocumentNode): Iterable<Step> {
  if (node.alias !== undefined || node.type === "scalar") return;
  if (node.type === "map") {
    for (const entry of node.entries.values()) {
      if (entry.merged) continue;
      yield { node: entry.value, entry, index: undefined };
      yield* stepsBelow(entry.value);
    }
    return;
  }
  for (const [index, item] of node.items.entries()) {
    yield { node: item, entry: undefined, index };
    yield* stepsBelow(item);
  }
}

/** Where the value of an entry can begin: behind its colon. */
export function behindColon({ text }: ParsedFile, { keySpan }: MapEntry): number {
  return keySpan.end + (/^["']?\s*:/.exec(text.slice(keySpan.end, keySpan.end + 200))?.[0].length ?? 0);
}

/** Whether a text has a comment. May take a `#` in quotes for one. */
export function hasComment(text: string): boolean {
  return /(^|\s)#/.test(text);
}
