/** A quick look at a text: can it hold anything of a vendor's at all? Parsing costs a hundred times as much. */
import { VENDORS } from "./index.ts";

/** The texts without which no rule can find anything. */
function words(): Set<string> {
  const found = new Set<string>(["@fairlead/runtime/"]);
  for (const vendor of VENDORS) {
    for (const module of vendor.modules) for (const specifier of module.specifiers) found.add(specifier);
    // `from google import genai` never spells the dotted name out.
    for (const module of vendor.python.modules) found.add(module.name.split(".").at(-1) ?? module.name);
    for (const factory of vendor.python.factories) for (const service of factory.services) found.add(service);
    for (const host of vendor.hosts) found.add(longestFixedPart(host));
  }
  return found;
}

function longestFixedPart(host: string): string {
  return host.split("*").reduce((longest, part) => (part.length > longest.length ? part : longest), "");
}

function pattern(): RegExp {
  // A word that holds a shorter one is found by it.
  const all = [...words()].sort((a, b) => a.length - b.length);
  const shortest = all.filter((word, index) => !all.slice(0, index).some((shorter) => word.includes(shorter)));
  return new RegExp(shortest.map((word) => word.replace(/[.+?^${}()|[\]\\/]/g, "\\$&")).join("|"));
}

const PATTERN = pattern();

/** Whether the text names any vendor's package, module, service or host, or the gateway's client. */
export function mayConcernVendor(text: string): boolean {
  return PATTERN.test(text);
}
