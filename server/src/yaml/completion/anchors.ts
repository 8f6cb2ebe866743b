/** The anchors that an alias could name. */

interface Anchor {
  name: string;
  /** The column at which its line begins. */
  column: number;
  /** The brackets that are open between it and the end of its line, or the cursor. */
  depth: number;
  /** Whether the cursor stands in what it names. */
  open: boolean;
}

/**
 * The names of the anchors in the text before the cursor, each once, in the order of the text. Those whose own value
 * the cursor stands in are left out: nothing can hold itself.
 */
export function anchorsIn(before: string): string[] {
  const anchors: Anchor[] = [];
  for (const line of before.split(/\r?\n/)) {
    const text = line.replace(/(^|\s)#.*$/, "");
    const column = text.length - text.trimStart().length;
    if (text.trim() !== "")
      for (const anchor of anchors) {
        if (anchor.depth > 0) anchor.depth += depthOf(text);
        if (anchor.depth <= 0 && column <= anchor.column) anchor.open = false;
      }
    for (const { 1: name, index, 0: found } of text.matchAll(/(?:^|[\s:[{,-])&([^\s,[\]{}]+)/g)) {
      if (!name) continue;
      const rest = text.slice(index + found.length);
      const depth = depthOf(rest);
      anchors.push({ name, column, depth, open: rest.trim() === "" || depth > 0 });
    }
  }
  const open = new Set(anchors.filter((anchor) => anchor.open).map(({ name }) => name));
  return [...new Set(anchors.map(({ name }) => name))].filter((name) => !open.has(name));
}

/** The names of all anchors of a text, each once. */
export function anchorNames(text: string): string[] {
  return [...new Set([...text.matchAll(/(?:^|[\s:[{,-])&([^\s,[\]{}]+)/g)].map(([, name]) => name ?? ""))];
}

function depthOf(text: string): number {
  return [...text].reduce((depth, one) => depth + ("[{".includes(one) ? 1 : "]}".includes(one) ? -1 : 0), 0);
}
