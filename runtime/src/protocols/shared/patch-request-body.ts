/**
 * Changes members of a JSON object in its text. A body that passes through is not parsed and written again, because
 * that would lose what JSON.parse can not hold: big integers, the written form of numbers, escapes.
 */

/** By name of a top-level member: its new value, or undefined to remove it. */
export type BodyPatches = Readonly<Record<string, unknown>>;

interface Member {
  name: string;
  /** From the opening quote of the name. */
  start: number;
  valueStart: number;
  /** Just behind the value. */
  end: number;
}

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/**
 * Returns the text with the named top-level members set or removed, every other byte as it was. Of a member that stands
 * several times only the last stays, which is the one that JSON.parse saw and the request was judged by: another reader
 * might take the first. A member that is missing is added at the end. `text` must be the JSON text of the object `body`.
 */
export function patchRequestBody(text: string, body: Readonly<Record<string, unknown>>, patches: BodyPatches): string {
  const wanted = wantedOf(body, patches);
  if (wanted.length === 0) return text;
  const { members, close } = topLevelMembers(text);
  // Nearly always each stands once.
  const isOnce = members.length === Object.keys(body).length;
  const last = isOnce ? undefined : new Map(members.map(({ name }, index) => [name, index]));
  let kept = 0;
  let patched = "";
  let from = 0;
  for (const [index, member] of members.entries()) {
    const patch = find(wanted, member.name);
    if (patch) patch.isThere = true;
    const isLast = last === undefined || last.get(member.name) === index;
    if (isLast && patch?.text !== undefined) {
      patched += text.slice(from, member.valueStart) + patch.text;
      from = member.end;
      kept += 1;
    } else if (isLast && patch === undefined) {
      kept += 1;
    } else if (kept > 0) {
      // Removed with the comma in front of it; what was kept before ends where the last value ended.
      patched += text.slice(from, Math.max(from, members[index - 1]?.end ?? from));
      from = member.end;
    } else {
      // Nothing kept in front: removed with the comma behind it.
      patched += text.slice(from, member.start);
      from = members[index + 1]?.start ?? member.end;
    }
  }
  let added = "";
  for (const patch of wanted) {
    if (patch.isThere || patch.text === undefined) continue;
    added += `${kept > 0 ? "," : ""}${JSON.stringify(patch.name)}:${patch.text}`;
    kept += 1;
  }
  if (added === "") return patched + text.slice(from);
  const end = Math.max(from, members.at(-1)?.end ?? close);
  return patched + text.slice(from, end) + added + text.slice(end);
}

/** One member to set, or to remove where `text` is undefined. */
interface Patch {
  name: string;
  text: string | undefined;
  isThere: boolean;
}

function wantedOf(body: Readonly<Record<string, unknown>>, patches: BodyPatches): Patch[] {
  const wanted: Patch[] = [];
  for (const name of Object.keys(patches)) {
    const value = patches[name];
    if (value !== undefined) wanted.push({ name, text: JSON.stringify(value), isThere: false });
    else if (Object.hasOwn(body, name)) wanted.push({ name, text: undefined, isThere: false });
  }
  return wanted;
}

/** They are few: looking through them takes less time than making a map. */
function find(wanted: readonly Patch[], name: string): Patch | undefined {
  for (const patch of wanted) if (patch.name === name) return patch;
  return undefined;
}

/** The members of a JSON object, found without reading their values. The text is known to be valid JSON. */
function topLevelMembers(text: string): { members: Member[]; close: number } {
  const members: Member[] = [];
  let at = text.indexOf("{") + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const start = at;
      const nameEnd = stringEnd(text, at);
      const written = text.slice(start + 1, nameEnd - 1);
      const name = written.includes("\\") ? String(JSON.parse(text.slice(start, nameEnd))) : written;
      const valueStart = skipSpace(text, text.indexOf(":", nameEnd) + 1);
      const end = valueEnd(text, valueStart);
      members.push({ name, start, valueStart, end });
      at = end;
    } else if (code === CLOSE_BRACE || Number.isNaN(code)) {
      return { members, close: at };
    } else {
      at += 1;
    }
  }
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) <= 32) at += 1;
  return at;
}

/** Just behind the closing quote of the string that opens at `start`. */
function stringEnd(text: string, start: number): number {
  let at = start;
  for (;;) {
    at = text.indexOf('"', at + 1);
    if (at < 0) return text.length;
    let escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === BACKSLASH) escapes += 1;
    if (escapes % 2 === 0) return at + 1;
  }
}

/** Just behind the value that starts at `start`. */
function valueEnd(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first === QUOTE) return stringEnd(text, start);
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = stringEnd(text, at);
      continue;
    }
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth += 1;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && (code === COMMA || code <= 32 || code === COLON)) {
      return at;
    }
    at += 1;
  }
  return at;
}
