/** What values come to, and what of it vendors' modules hold. */
import type { FindingState } from "../types.ts";
import type { Vendor, VendorTables } from "../vendors/index.ts";
import { usualStateOf } from "../vendors/rows.ts";
import type { ClientFact, Value, VendorRole } from "./value.ts";

/** Members of frameworks' objects that hold, or give out, what a program has put there itself. */
export const HOLDING = /^(?:get|pop|resolve|inject|state|session_state|user_session|locals|extensions)$/;

/** Frameworks whose chains and agents send what the model sends that they are given. */
export const COMPOSING: ReadonlySet<string> = new Set(["langchain", "llamaindex", "ai-sdk"]);

/** What a value comes to. */
export type Reduced =
  | { is: "client"; client: ClientFact; path: readonly string[] }
  | { is: "class"; value: Value & { is: "class" }; file: string }
  /** `open` where only its type is known, so that it may hold more than the class says. */
  | { is: "instance"; value: Value & { is: "class" }; file: string; open: boolean }
  | { is: "vendor-class"; vendor: string; name: string; value: Value & { is: "vendor-class" } }
  | { is: "vendor-function"; role: VendorRole; vendor: string; name: string }
  | { is: "function"; returns: Value; declared?: Value; file: string }
  | { is: "object"; value: Value & { is: "object" }; file: string }
  /** A vendor's module has no file. `guessed` where it came through a function that nobody knows. */
  | { is: "module"; specifier: string; file: string; guessed?: boolean }
  /** What belongs to a package that is no vendor's; `open` where it may hold, or send as, what nobody has seen. */
  | { is: "external"; open?: boolean };

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
  const path = name === "*" ? from : `${from}.${name}`;
  const python = vendors.python(path);
  if (python?.kind === "services") return [{ is: "vendor-function", role: "services", vendor: "", name: path }];
  if (python?.kind === "call" || python?.kind === "wrapper") {
    const role = python.kind === "call" ? "request" : "wrapper";
    return [{ is: "vendor-function", role, vendor: python.vendor.id, name }];
  }
  if (python) {
    const { vendor, name: object } = python.client;
    if (python.kind === "instance") return [clientOf(vendor.id, object, stateOfInstance(vendor, object))];
    if (python.kind === "factory") {
      return [{ is: "vendor-function", role: "factory", vendor: vendor.id, name: object }];
    }
    const value = { is: "vendor-class", vendor: vendor.id, name: object } as const;
    return [{ ...value, value }];
  }
  // `import google.generativeai` binds `google`, which is no vendor's yet.
  if (vendors.isPythonModule(path)) return [{ is: "module", specifier: path, file: "" }];
  const made = `${path}()`;
  return vendors.isPythonModule(made)
    ? [{ is: "vendor-function", role: "session", vendor: "", name: made }]
    : undefined;
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
    return [clientOf(module.vendor.id, instances[name], stateOfInstance(module.vendor, instances[name]))];
  }
  if (factories?.[name] !== undefined) {
    return [{ is: "vendor-function", role: "factory", ...own, name: factories[name] }];
  }
  if (calls?.includes(name)) return [{ is: "vendor-function", role: "request", ...own, name }];
  if (wrappers?.includes(name)) return [{ is: "vendor-function", role: "wrapper", ...own, name }];
  return [outside(vendors, from)];
}

/** Where a client points that is there ready-made. */
function stateOfInstance(vendor: Vendor, object: string): FindingState | undefined {
  return vendor.objects?.[object]?.asOthers ? undefined : (usualStateOf(vendor, object) ?? "direct");
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

/** The client that a function gives for the services that it is asked for; nothing where none is a vendor's. */
export function serviceClient(
  vendors: VendorTables,
  path: string,
  services: readonly string[],
): { vendor: string; name: string } | undefined {
  const known = vendors.python(path);
  if (known?.kind !== "services") return undefined;
  const client = services.map((service) => known.clients.get(service)).find((one) => one !== undefined);
  return client && { vendor: client.vendor.id, name: client.name };
}

/** Where the options of a construction aim it, where they say so. */
export function stateOf(value: Value): { state?: FindingState } {
  return (value.is === "new" || value.is === "call") && value.state !== undefined ? { state: value.state } : {};
}

/** What a session holds is at the path of the call that makes one. */
export function sessionOf({ name }: Reduced & { is: "vendor-function" }): Reduced {
  return { is: "module", specifier: name, file: "" };
}

/** What a package that is no vendor's holds; a framework's may be what sends, though nothing tells. */
export function outside(vendors: VendorTables, from: string): Reduced {
  return vendors.composes(from) ? { is: "external", open: true } : { is: "external" };
}

/** Whether a specifier can only be the project's own. */
export function isOwn(specifier: string): boolean {
  return /^(?:\.|~\/|@\/|#|\$lib|src\/|app\/)/.test(specifier);
}
