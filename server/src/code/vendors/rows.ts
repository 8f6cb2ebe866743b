/** Short forms for the rows of vendors whose clients have no stand-in at the gateway. */
import type { ClientClass, ModuleFunctions, PythonModule, Vendor } from "./types.ts";

/** Options by which most SDKs are aimed elsewhere. */
const USUAL_ADDRESSES = ["baseURL", "baseUrl", "serverURL", "basePath", "endpoint", "host", "apiEndpoint"];

/** A class that is found, and not replaced. `addresses` are the options that aim it elsewhere. */
export function found(name: string, addresses: readonly string[] = USUAL_ADDRESSES, service?: string): ClientClass {
  return {
    name,
    ...(service === undefined ? {} : { service }),
    addressOptions: addresses.map((option) => ({ name: option, atRunTime: "undecided" })),
    vendorOptions: [],
    applicationOptions: [],
  };
}

/** Where a vendor's client points unless somebody says otherwise; undefined where that is the vendor. */
export function usualStateOf(vendor: Vendor, object: string): "local" | "other-gateway" | undefined {
  return vendor.defaultStates?.[object] ?? vendor.defaultState;
}

/** Each name as the export that is the class of that name. */
export function named(...names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, name]));
}

/** Each name with the same: as an export that makes, or is, the object given. */
export function all<T>(object: T, ...names: string[]): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, object]));
}

/** A Python module and the classes in it, by their own names. */
export function pythonModule(name: string, classes: readonly string[], functions?: ModuleFunctions): PythonModule {
  return { name, classes: named(...classes), ...(functions ? { functions } : {}) };
}

/** What a vendor without a Python SDK has. */
export const NO_PYTHON: Vendor["python"] = { modules: [], addressKeywords: [], factories: [] };

/** The resources of an API like OpenAI's. */
export const OPENAI_LIKE_CALLS: readonly string[] = [
  ...["chat.*", "completions.*", "responses.*", "embeddings.*", "images.*", "audio.*", "moderations.*", "files.*"],
  ...["models.*", "batches.*", "fineTuning.*", "beta.*", "rerank.*"],
];
