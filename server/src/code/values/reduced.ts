/** What values come to, and what of it vendors' modules hold. */
import type { FindingState } from "../types.ts";
import type { VendorTables } from "../vendors/index.ts";
import type { ClientFact, Value } from "./value.ts";

/** What a value comes to. */
export type Reduced =
  | { is: "client"; client: ClientFact; path: readonly string[] }
  | { is: "class"; value: Value & { is: "class" }; file: string }
  /** `open` where only its type is known, so that it may hold more than the class says. */
  | { is: "instance"; value: Value & { is: "class" }; file: string; open: boolean }
  | { is: "vendor-class"; vendor: string; name: string; value: Value & { is: "vendor-class" } }
  | { is: "vendor-function"; role: "factory" | "wrapper" | "request"; vendor: string; name: string }
  | { is: "function"; returns: Value; file: string }
  | { is: "object"; value: Value & { is: "object" }; file: string }
  /** A vendor's module has no file. `guessed` where it came through a function that nobody knows. */
  | { is: "module"; specifier: string; file: string; guessed?: boolean }
  /** What belongs to a package that is no vendor's. */
  | { is: "external" };

/** A client as a vendor's class or function makes it. */
export function clientOf(vendor: string, object: string, state?: FindingState): Reduced & { is: "client" } {
  return { is: "client", client: { vendor, object, state, certain: true, workload: null }, path: [] };
}

/** An instance of a vendor's class. */
export function instanceOf({
  vendor,
  name,
  state,
  guessed,
}: Value & { is: "vendor-class" }): Reduced & { is: "client" } {
  const { client, ...made } = clientOf(vendor, name, state);
  return { ...made, client: { ...client, certain: guessed !== true } };
}

/** What a vendor's module exports under a name; undefined where the module is no vendor's. */
export function vendorExport(
  vendors: VendorTables,
  language: "ecmascript" | "python",
  from: string,
  name: string,
): Reduced[] | undefined {
  return language === "python" ? ofPython(vendors, from, name) : ofEcmascript(vendors, from, name);
}

function ofPython(vendors: VendorTables, from: string, name: string): Reduced[] | undefined {
  const python = vendors.python(name === "*" ? from : `${from}.${name}`);
  if (python?.kind === "services") return [{ is: "external" }];
  if (python?.kind === "call" || python?.kind === "wrapper") {
    const role = python.kind === "call" ? "request" : "wrapper";
    return [{ is: "vendor-function", role, vendor: python.vendor.id, name }];
  }
  if (python) {
    const { vendor, name: object } = python.client;
    if (python.kind === "instance") return [clientOf(vendor.id, object, vendor.defaultState ?? "direct")];
    if (python.kind === "factory") {
      return [{ is: "vendor-function", role: "factory", vendor: vendor.id, name: object }];
    }
    const value = { is: "vendor-class", vendor: vendor.id, name: object } as const;
    return [{ ...value, value }];
  }
  // `import google.generativeai` binds `google`, which is no vendor's yet.
  const below = name === "*" ? from : `${from}.${name}`;
  return vendors.isPythonModule(below) ? [{ is: "module", specifier: below, file: "" }] : undefined;
}

function ofEcmascript(vendors: VendorTables, from: string, name: string): Reduced[] | undefined {
  const module = vendors.module(from);
  if (!module) return undefined;
  const own = { vendor: module.vendor.id };
  const client = name === "=" ? module.itself : module.exports.get(name);
  if (client) {
    const state = module.gateway ? { state: "gateway" as const } : {};
    const value = { is: "vendor-class" as const, ...own, name: client.name, ...state };
    return [{ is: "vendor-class", ...own, name: client.name, value }];
  }
  const { factories, instances, calls, wrappers } = module.functions;
  if (name === "*" || name === "=") return [{ is: "module", specifier: from, file: "" }];
  if (instances?.[name] !== undefined) {
    return [clientOf(module.vendor.id, instances[name], module.vendor.defaultState ?? "direct")];
  }
  if (factories?.[name] !== undefined) {
    return [{ is: "vendor-function", role: "factory", ...own, name: factories[name] }];
  }
  if (calls?.includes(name)) return [{ is: "vendor-function", role: "request", ...own, name }];
  if (wrappers?.includes(name)) return [{ is: "vendor-function", role: "wrapper", ...own, name }];
  return [{ is: "external" }];
}

/** The same, where not only bindings led to it. */
export function guessed(one: Reduced): Reduced {
  switch (one.is) {
    case "client":
      return { ...one, client: { ...one.client, certain: false } };
    case "module":
      return { ...one, guessed: true };
    case "vendor-class":
      return { ...one, value: { ...one.value, guessed: true } };
    default:
      return one;
  }
}

/** Where the options of a construction aim it, where they say so. */
export function stateOf(value: Value): { state?: FindingState } {
  return (value.is === "new" || value.is === "call") && value.state !== undefined ? { state: value.state } : {};
}
