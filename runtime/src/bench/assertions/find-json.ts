/** Finds JSON in prose. */

const MOST_STARTS = 200;

/** The objects and arrays in a text, in order, the outermost only. */
export function findJson(text: string): unknown[] {
  const found: unknown[] = [];
  let starts = 0;
  for (let at = 0; at < text.length && starts < MOST_STARTS; at += 1) {
    if (text[at] !== "{" && text[at] !== "[") continue;
    starts += 1;
    const end = closingPlace(text, at);
    if (end === undefined) continue;
    try {
      found.push(JSON.parse(text.slice(at, end + 1)));
      at = end;
    } catch {
      // A bracket of prose: the search goes on behind it.
    }
  }
  return found;
}

/** Where the bracket at a place closes, strings respected; undefined where it does not. */
function closingPlace(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (inString) {
      if (character === "\\") at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return undefined;
}
