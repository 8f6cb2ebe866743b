/** A quick look at which modules a file loads, without parsing it. */
import type { Language } from "../languages.ts";

const ECMASCRIPT = /(?:\bfrom|\bimport|\brequire\()\s*\(?\s*["'`]([^"'`\n]{1,200})["'`]/g;
const PYTHON = /^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import|import[ \t]+([.\w]+))/gm;

/** The modules' specifiers as written, each once. Some may stand in comments: what they name is looked at all the same. */
export function quickImports(text: string, language: Language): string[] {
  const found = new Set<string>();
  for (const match of text.matchAll(language === "python" ? PYTHON : ECMASCRIPT)) {
    const specifier = match[1] ?? match[2];
    if (specifier !== undefined) found.add(interned(specifier));
  }
  return [...found];
}

// A part of a text keeps all of the text in memory; a copy of its own does not, and most are the same few hundred.
const copies = new Map<string, string>();
const MOST_COPIES = 20_000;

function interned(part: string): string {
  const known = copies.get(part);
  if (known !== undefined) return known;
  if (copies.size > MOST_COPIES) copies.clear();
  const copy = Buffer.from(part).toString();
  copies.set(copy, copy);
  return copy;
}

/** The names by which a file is imported: its own, and its folder's. */
export function stemsOf(file: string): string[] {
  const parts = file.replace(/\.\w+$/, "").split("/");
  const last = parts.at(-1) ?? "";
  return [last, parts.at(-2) ?? last];
}

/** The same name, as a specifier has it. */
export function stemOf(specifier: string): string {
  const last = /[^/]*$/.exec(specifier)?.[0] ?? specifier;
  const bare = last.replace(/\.[cm]?[jt]sx?$/, "");
  return specifier.includes("/") ? bare : (bare.split(".").filter(Boolean).at(-1) ?? specifier);
}

/** The package that a specifier names. */
export function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
