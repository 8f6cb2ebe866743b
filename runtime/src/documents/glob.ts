/** Globs over paths with forward slashes, as ignore files have them. */

/**
 * A test for one glob: `*` is any part of a name, `**` any folders, `?` one character, `[ab]` one of some, `{a,b}`
 * either. The name of a folder takes all that lies in it. Case matters. Never throws: what is no glob is plain text.
 */
export function globMatcher(glob: string): (path: string) => boolean {
  const body = glob
    .trim()
    .replaceAll("\\", "/")
    .replace(/^(\.?\/)+/, "")
    .replace(/\/+$/, "");
  if (body === "") return () => false;
  const pattern = new RegExp(`^${translate(body)}(?:/.*)?$`, "su");
  return (path) => pattern.test(path);
}

const SPECIAL = /[.*+?^${}()|[\]\\/]/g;

function translate(glob: string): string {
  let pattern = "";
  for (let at = 0; at < glob.length; ) {
    const rest = glob.slice(at);
    const taken = translateOne(rest);
    pattern += taken.pattern;
    at += taken.length;
  }
  return pattern;
}

function translateOne(rest: string): { pattern: string; length: number } {
  if (rest.startsWith("**/")) return { pattern: "(?:[^/]+/)*", length: 3 };
  if (rest === "/**") return { pattern: "/.+", length: 3 };
  if (rest.startsWith("**")) return { pattern: ".*", length: 2 };
  if (rest.startsWith("*")) return { pattern: "[^/]*", length: 1 };
  if (rest.startsWith("?")) return { pattern: "[^/]", length: 1 };
  const set = /^\[(!?)([^\]/]+)\]/.exec(rest);
  if (set) {
    const inside = (set[2] ?? "").replace(/[\\\]^[]/g, "\\$&").replace(/^-|-$/g, "\\-");
    if (isSet(inside)) return { pattern: `[${set[1] ? "^" : ""}${inside}]`, length: set[0].length };
  }
  const choice = /^\{([^{}]*,[^{}]*)\}/.exec(rest);
  if (choice) {
    const parts = (choice[1] ?? "").split(",").map(translate);
    return { pattern: `(?:${parts.join("|")})`, length: choice[0].length };
  }
  const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
  return { pattern: character.replace(SPECIAL, "\\$&"), length: character.length };
}

/** `[z-a]` is a range from back to front, which is no set of characters. */
function isSet(inside: string): boolean {
  try {
    new RegExp(`[${inside}]`, "u");
    return true;
  } catch {
    return false;
  }
}
