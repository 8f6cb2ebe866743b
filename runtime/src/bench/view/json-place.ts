/** Where in a JSON text a pointer (RFC 6901) leads. */

/** The offset of the value; undefined where the text has none there. The text must be JSON. */
export function offsetOf(text: string, pointer: string): number | undefined {
  const steps = pointer
    .split("/")
    .slice(1)
    .filter((step, index, all) => step !== "" || index < all.length - 1);
  let offset = spaceAfter(text, text.startsWith("\uFEFF") ? 1 : 0);
  for (const step of steps) {
    const next = memberOf(text, offset, step.replaceAll("~1", "/").replaceAll("~0", "~"));
    if (next === undefined) return undefined;
    offset = next;
  }
  return offset;
}

/** The offset of a member of the object, or an element of the list, that begins at the offset. */
function memberOf(text: string, start: number, name: string): number | undefined {
  const isObject = text[start] === "{";
  if (!isObject && text[start] !== "[") return undefined;
  let offset = spaceAfter(text, start + 1);
  for (let index = 0; text[offset] !== "}" && text[offset] !== "]" && offset < text.length; index += 1) {
    let key = String(index);
    if (isObject) {
      const end = endOfString(text, offset);
      key = JSON.parse(text.slice(offset, end)) as string;
      offset = spaceAfter(text, spaceAfter(text, end) + 1);
    }
    if (key === name) return offset;
    offset = spaceAfter(text, endOfValue(text, offset));
    if (text[offset] === ",") offset = spaceAfter(text, offset + 1);
  }
  return undefined;
}

function endOfValue(text: string, start: number): number {
  if (text[start] === '"') return endOfString(text, start);
  let offset = start;
  let depth = 0;
  for (; offset < text.length; offset += 1) {
    const letter = text[offset];
    if (letter === '"') offset = endOfString(text, offset) - 1;
    else if (letter === "{" || letter === "[") depth += 1;
    else if (letter === "}" || letter === "]") {
      if (depth === 0) return offset;
      depth -= 1;
      if (depth === 0) return offset + 1;
    } else if (depth === 0 && (letter === "," || /\s/.test(letter ?? ""))) return offset;
  }
  return offset;
}

function endOfString(text: string, start: number): number {
  let offset = start + 1;
  while (offset < text.length && text[offset] !== '"') offset += text[offset] === "\\" ? 2 : 1;
  return offset + 1;
}

function spaceAfter(text: string, start: number): number {
  let offset = start;
  while (text[offset] === " " || text[offset] === "\n" || text[offset] === "\r" || text[offset] === "\t") offset += 1;
  return offset;
}
