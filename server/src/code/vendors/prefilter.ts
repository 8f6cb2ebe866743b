/** A quick look at a text: can it hold anything of a vendor's at all? Parsing costs a hundred times as much. */
import { REMOTE_PREFIX } from "./remote.ts";
import type { Vendor } from "./types.ts";

/** What a text of a language must hold for any rule to find anything. */
export function concernPattern(vendors: readonly Vendor[], language: "ecmascript" | "python"): RegExp {
  const words = new Set<string>(language === "ecmascript" ? ["@fairlead/runtime/"] : ["FAIRLEAD_URL"]);
  const quoted = new Set<string>();
  const imported = new Set<string>();
  for (const vendor of vendors) {
    for (const host of vendor.hosts) words.add(longestFixedPart(host));
    if (language === "ecmascript") {
      for (const module of vendor.modules) {
        for (const word of module.words ?? []) words.add(word);
        if (!module.words) for (const specifier of module.specifiers) quoted.add(specifier);
      }
      continue;
    }
    for (const factory of vendor.python.factories) for (const service of factory.services) words.add(service);
    for (const module of vendor.python.modules) {
      for (const word of module.words ?? []) words.add(word);
      if (!module.words) imported.add(module.name);
    }
  }
  const parts = [alternatives(words)];
  if (quoted.size > 0) parts.push(`["'\`]${REMOTE_PREFIX}(?:${alternatives(quoted)})`);
  // `from google import genai` never spells the dotted name out.
  if (imported.size > 0)
    parts.push(`(?:\\bimport|\\bfrom|,)[ \\t]*(?:${[...imported].map(pythonImport).join("|")})\\b`);
  return new RegExp(parts.join("|"));
}

function pythonImport(name: string): string {
  const parts = name.split(".");
  const last = escaped(parts.pop() ?? "");
  return parts.length === 0 ? last : `${escaped(parts.join("."))}(?:\\.|[ \\t]+import[ \\t(]+.*)${last}`;
}

/** The words as a pattern, without those that a shorter one finds. */
function alternatives(words: ReadonlySet<string>): string {
  const all = [...words].sort((a, b) => a.length - b.length);
  return all
    .filter((word, index) => !all.slice(0, index).some((shorter) => word.startsWith(shorter)))
    .map(escaped)
    .join("|");
}

function longestFixedPart(host: string): string {
  return host.split("*").reduce((longest, part) => (part.length > longest.length ? part : longest), "");
}

/** A word as a pattern finds it. */
export function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
