/** Names that held a vendor's options, and that nothing in the file uses once these are gone. */
import type { Target } from "../../sites.ts";
import type { Leftover } from "../../types.ts";
import type { Binding } from "../scopes.ts";
import type { PythonFile, PythonSite } from "../sites.ts";
import { visitPython } from "../syntax.ts";

/** Such names. They are told and not taken away: a module's names are there for other modules to import. */
export function unusedNames(targets: readonly Target<PythonSite>[], { text, scopes }: PythonFile): Leftover[] {
  const gone = targets.flatMap(({ site }) => {
    const { way } = site.client;
    const keywords = way?.kind === "class" ? way.migration.vendorKeywords : (way?.vendorKeywords ?? []);
    return site.args.filter(({ keyword }) => keyword !== undefined && keywords.includes(keyword));
  });
  const found = new Map<Binding, Leftover>();
  for (const { value } of gone) {
    visitPython(value, (node) => {
      if (node.name !== "VariableName") return;
      const binding = scopes.resolve(node);
      if (binding?.kind !== "value" && binding?.kind !== "import") return;
      const name = text.slice(node.from, node.to);
      const uses = scopes
        .uses(name, binding)
        .filter((use) => binding.kind !== "value" || use.from !== binding.name.from);
      if (name === "os" || !uses.every((use) => gone.some(({ from, to }) => use.from >= from && use.to <= to))) return;
      const offset = binding.kind === "value" ? binding.name.from : (binding.part[0]?.from ?? node.from);
      found.set(binding, { name, offset });
    });
  }
  return [...found.values()].sort((a, b) => a.offset - b.offset);
}
