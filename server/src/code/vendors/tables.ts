/** Look-ups over vendors' tables. */
import { hostPattern } from "./hosts.ts";
import { concernPattern, escaped } from "./prefilter.ts";
import { type PythonMember, pythonMembers } from "./python-members.ts";
import { remotePackage } from "./remote.ts";
import type { ClientClass, ClientObject, EcmascriptModule, ModuleFunctions, Vendor } from "./types.ts";

/** A module that belongs to a vendor, or the gateway's module that stands for it. */
export interface KnownModule {
  vendor: Vendor;
  /** Export name to client class. */
  exports: ReadonlyMap<string, ClientClass>;
  itself: ClientClass | undefined;
  functions: ModuleFunctions;
  /** The vendor's classes and factories by their names. */
  clients: ReadonlyMap<string, ClientClass>;
  /** Whether it is the gateway's module: its clients need no migration. */
  gateway: boolean;
}

/** A member chain that tells a vendor by its end. */
export interface Telling {
  path: readonly string[];
  vendors: readonly Vendor[];
}

export class VendorTables {
  readonly vendors: readonly Vendor[];
  readonly #modules: ReadonlyMap<string, KnownModule>;
  readonly #byId: ReadonlyMap<string, Vendor>;
  readonly #hosts: readonly { vendor: Vendor; pattern: RegExp }[];
  readonly #python: ReadonlyMap<string, PythonMember>;
  readonly #pythonOwners: ReadonlyMap<string, string>;
  readonly #pythonModules: ReadonlySet<string>;
  readonly #telling: ReadonlyMap<string, readonly Telling[]>;
  readonly #tellingPattern: RegExp;
  readonly #concern: Readonly<Record<"ecmascript" | "python", RegExp>>;
  readonly #callNames: ReadonlySet<string>;
  readonly #pythonClasses: ReadonlySet<string>;
  readonly #serviceFunctions: ReadonlySet<string>;
  readonly #composing: readonly string[];

  constructor(vendors: readonly Vendor[]) {
    this.vendors = vendors;
    this.#modules = new Map([...vendors].reverse().flatMap(modulesOf));
    this.#byId = new Map([...vendors].reverse().map((vendor) => [vendor.id, vendor]));
    this.#hosts = vendors.flatMap((vendor) => vendor.hosts.map((host) => ({ vendor, pattern: hostPattern(host) })));
    this.#python = pythonMembers(vendors);
    this.#pythonOwners = new Map(
      vendors.flatMap((vendor) => [
        ...vendor.python.modules.map(({ name }) => [name, vendor.id] as const),
        ...vendor.python.factories.map(({ module }) => [module, vendor.id] as const),
      ]),
    );
    this.#pythonModules = new Set(
      [...this.#python.keys()].flatMap((path) => {
        const parts = path.split(".");
        return parts.map((_part, index) => parts.slice(0, index).join("."));
      }),
    );
    this.#telling = tellingOf(vendors);
    this.#tellingPattern = tellingPattern([...this.#telling.values()].flat());
    this.#concern = { ecmascript: concernPattern(vendors, "ecmascript"), python: concernPattern(vendors, "python") };
    this.#callNames = callNamesOf(vendors);
    this.#pythonClasses = new Set(
      vendors.flatMap(({ python }) => python.modules.flatMap(({ classes }) => Object.keys(classes))),
    );
    this.#composing = vendors.flatMap(({ composing }) => composing ?? []);
    this.#serviceFunctions = new Set(
      vendors.flatMap(({ python }) => python.factories.flatMap(({ functions }) => functions)),
    );
  }

  vendor(id: string): Vendor | undefined {
    return this.#byId.get(id);
  }

  /** The vendor's or gateway's module of this specifier; undefined for every other module. */
  module(specifier: string): KnownModule | undefined {
    const known = this.#modules.get(specifier);
    const remote = known ? undefined : remotePackage(specifier);
    return remote ? (this.#modules.get(remote.name + remote.below) ?? this.#modules.get(remote.name)) : known;
  }

  /** The ids of the vendors whose modules are among those that a file loads. */
  vendorsOfImports(specifiers: readonly string[], language: "ecmascript" | "python"): Set<string> {
    const found = new Set<string>();
    for (const specifier of specifiers) {
      if (language === "ecmascript") {
        const known = this.module(specifier);
        if (known) found.add(known.vendor.id);
        else if (specifier.startsWith("openai/")) found.add("openai");
      } else {
        const id = this.#pythonOwners.get(specifier);
        if (id !== undefined) found.add(id);
      }
    }
    return found;
  }

  /** The vendor whose API this host is; undefined for every other host. */
  vendorOfHost(host: string): Vendor | undefined {
    return this.#hosts.find(({ pattern }) => pattern.test(host))?.vendor;
  }

  /** What of a vendor's is at a dotted path of Python, deep within its package too: `langchain_aws.llms.bedrock.ChatBedrock`. */
  python(path: string): PythonMember | undefined {
    const exact = this.#python.get(path);
    if (exact) return exact;
    const parts = path.split(".");
    const last = parts.at(-1) ?? "";
    if (!this.#pythonClasses.has(last)) return undefined;
    for (let depth = parts.length - 2; depth > 0; depth--) {
      const found = this.#python.get(`${parts.slice(0, depth).join(".")}.${last}`);
      if (found) return found.kind === "class" ? found : undefined;
    }
    return undefined;
  }

  /** Whether a vendor's Python package has a class of this name. */
  isClass(name: string): boolean {
    return this.#pythonClasses.has(name);
  }

  /** Whether a function of this name may make the client of a service that it is asked for: `client` of boto3's. */
  makesServices(name: string): boolean {
    return this.#serviceFunctions.has(name);
  }

  /** Whether what a module holds may send what a model sends: a framework's chains and engines. */
  composes(module: string): boolean {
    return this.#composing.some(
      (one) => module === one || module.startsWith(`${one}.`) || module.startsWith(`${one}/`),
    );
  }

  /** Whether vendors' members are at paths below this one. */
  isPythonModule(path: string): boolean {
    return this.#pythonModules.has(path);
  }

  /** What can be done with a vendor's client or other object. */
  object(vendorId: string, name: string): ClientObject | undefined {
    const vendor = this.#byId.get(vendorId);
    return vendor?.objects?.[name] ?? vendor?.client;
  }

  /** The ends of chains that tell a vendor and have this last name. */
  tellingBy(last: string): readonly Telling[] {
    return this.#telling.get(last) ?? [];
  }

  /** Whether a member of this name may send a request: what a chain must end with to be looked at. */
  maySend(last: string): boolean {
    return this.#callNames.has(last) || this.#telling.has(last);
  }

  /** Whether a text may hold a chain of members that tells a vendor. */
  mayTell(text: string): boolean {
    return this.#tellingPattern.test(text);
  }

  /** Whether a text names any vendor's package, module, service or host, or the gateway's client. */
  mayConcern(text: string, language: "ecmascript" | "python"): boolean {
    return this.#concern[language].test(text);
  }
}

function modulesOf(vendor: Vendor): [string, KnownModule][] {
  const classes = new Map(vendor.classes.map((client) => [client.name, client]));
  const known = (module: EcmascriptModule): KnownModule => ({
    vendor,
    exports: new Map(
      Object.entries(module.exports).flatMap(([name, to]) => {
        const client = classes.get(to);
        return client ? [[name, client] as const] : [];
      }),
    ),
    itself: module.itself === undefined ? undefined : classes.get(module.itself),
    functions: module.functions ?? {},
    clients: classes,
    gateway: false,
  });
  const rows = vendor.modules.flatMap((module) =>
    module.specifiers.map((specifier): [string, KnownModule] => [specifier, known(module)]),
  );
  return [...rows, ...gatewayModulesOf(vendor)];
}

function gatewayModulesOf(vendor: Vendor): [string, KnownModule][] {
  const byModule = new Map<string, Map<string, ClientClass>>();
  for (const client of vendor.classes) {
    if (!client.gateway) continue;
    const exports = byModule.get(client.gateway.module) ?? new Map<string, ClientClass>();
    byModule.set(client.gateway.module, exports);
    if (!exports.has(client.gateway.name)) exports.set(client.gateway.name, client);
    if (!exports.has("default")) exports.set("default", client);
  }
  return [...byModule].map(([module, exports]) => [
    module,
    { vendor, exports, itself: undefined, functions: {}, clients: exports, gateway: true },
  ]);
}

function tellingOf(vendors: readonly Vendor[]): Map<string, Telling[]> {
  const byPath = new Map<string, Vendor[]>();
  for (const vendor of vendors) {
    for (const path of vendor.telling ?? []) byPath.set(path, [...(byPath.get(path) ?? []), vendor]);
  }
  const byLast = new Map<string, Telling[]>();
  for (const [written, those] of byPath) {
    const path = written.split(".");
    const last = path.at(-1) ?? "";
    byLast.set(last, [...(byLast.get(last) ?? []), { path, vendors: those }]);
  }
  // The longest tells most.
  for (const list of byLast.values()) list.sort((a, b) => b.path.length - a.path.length);
  return byLast;
}

/** The last two names of each chain, in the words of either language. */
function tellingPattern(telling: readonly Telling[]): RegExp {
  const either = (name: string) => {
    const snake = name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return snake === name ? escaped(name) : `(?:${escaped(name)}|${escaped(snake)})`;
  };
  const chained = (path: readonly string[]) => path.map(either).join("\\s*[?!]?\\s*\\.\\s*");
  const ends = new Set(telling.map(({ path }) => chained(path.slice(-2))));
  // A framework's models are called by the name that they are given, which stands first: `llm.invoke()`.
  const named = new Set(
    telling.flatMap(({ path, vendors }) =>
      path.length === 2 && vendors.some(({ wraps }) => wraps) ? [chained(path)] : [],
    ),
  );
  const first = named.size > 0 ? `|\\b(?:${[...named].join("|")})\\s*[(<]` : "";
  // A package itself may be what is called on: `litellm.completion()`.
  const packages = new Set(
    telling.flatMap(({ path, vendors }) => {
      const [first = ""] = path;
      return first === vendors[0]?.id ? [escaped(first)] : [];
    }),
  );
  const whole = packages.size > 0 ? `|\\b(?:${[...packages].join("|")})\\.\\w+\\s*[(<]` : "";
  return new RegExp(`\\.\\s*(?:${[...ends].join("|")})\\s*[(<]${first}${whole}`);
}

// Below `chat.*` stands any of these; a name that is in no row would otherwise be looked at in every file.
const USUAL_METHODS = [
  ...["create", "parse", "stream", "list", "retrieve", "update", "delete", "del", "cancel", "generate", "edit", "send"],
  ...["createVariation", "runTools", "runFunctions", "complete", "process", "createAndPoll", "createAndStream"],
  ...["createAndRun", "createAndRunPoll", "createAndRunStream", "submitToolOutputs", "submitToolOutputsAndPoll"],
  ...["submitToolOutputsStream", "search", "upload", "uploadAndPoll", "poll", "content", "get", "count", "countTokens"],
  ...["remix", "connect", "embed", "compact", "createWithCompletion", "createPartial", "createIterable", "streamAsync"],
  ...["completeAsync", "createAsync", "generateContent", "generateContentStream", "embedContent", "generateImages"],
  ...["generateVideos", "computeTokens", "editImage", "upscaleImage", "chat", "chatStream", "rerank", "classify"],
  ...["sample", "results", "add", "remove", "wait", "acreate", "retrieveContent", "downloadContent", "transcribe"],
];

function callNamesOf(vendors: readonly Vendor[]): Set<string> {
  const names = new Set(USUAL_METHODS);
  for (const vendor of vendors) {
    const modules = [...vendor.modules, ...vendor.python.modules];
    for (const { functions } of modules) for (const name of functions?.calls ?? []) names.add(name);
    for (const object of [vendor.client, ...Object.values(vendor.objects ?? {})]) {
      for (const path of object?.calls ?? []) {
        const last = path.split(".").at(-1) ?? "";
        if (last !== "*") names.add(last);
      }
      // A model of the AI SDK's is worth a finding; what else is made is seen by its calls.
      if (object?.called) for (const path of Object.keys(object.makes ?? {})) names.add(path.split(".").at(-1) ?? "");
    }
  }
  return names;
}
