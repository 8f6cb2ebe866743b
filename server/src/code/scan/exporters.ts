/** Whether importing a file may give somebody a client. */

import { languageOf } from "../languages.ts";
import type { FileFacts, Value } from "../values/value.ts";
import type { VendorTables } from "../vendors/index.ts";

/** Whether what a file exports holds a client, a vendor's class, or something of a file that leads to one. */
export function leadsToClients(
  facts: FileFacts,
  file: string,
  vendors: VendorTables,
  resolve: (file: string, specifier: string) => string | undefined,
  leading: ReadonlySet<string>,
): boolean {
  const language = languageOf(file) ?? "ecmascript";
  const seen = new Set<number>();
  const leads = (specifier: string, name?: string) =>
    vendors.vendorsOfImports([specifier, ...(name === undefined ? [] : [`${specifier}.${name}`])], language).size > 0 ||
    leading.has(resolve(file, specifier) ?? "") ||
    (language === "python" && name !== undefined && leading.has(resolve(file, joined(specifier, name)) ?? ""));
  const look = (value: Value, steps: number): boolean => {
    if (steps === 0) return false;
    switch (value.is) {
      case "client":
      case "vendor-class":
      case "vendor-function":
        return true;
      case "import":
        return leads(value.from, value.name);
      case "member":
      case "typed":
        return look(value.of, steps - 1);
      case "call":
      case "new":
        return look(value.of, steps - 1) || value.args.some((one) => look(one, steps - 1));
      case "any":
        return value.of.some((one) => look(one, steps - 1));
      case "function":
        return look(value.returns, steps - 1) || (value.declared !== undefined && look(value.declared, steps - 1));
      case "object":
        return [...Object.values(value.members), ...value.spread].some((one) => look(one, steps - 1));
      case "class":
        return (
          (value.extends !== undefined && look(value.extends, steps - 1)) ||
          [...Object.values(value.members), ...Object.values(value.statics)].some((one) => look(one, steps - 1))
        );
      case "local": {
        if (seen.has(value.at)) return false;
        seen.add(value.at);
        const local = facts.locals[value.at];
        return local !== undefined && look(local, steps - 1);
      }
      case "unknown":
        return false;
    }
  };
  return facts.stars.some((star) => leads(star)) || Object.values(facts.exports).some((value) => look(value, 20));
}

function joined(module: string, name: string): string {
  return module.endsWith(".") ? module + name : `${module}.${name}`;
}
