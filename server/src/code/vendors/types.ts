/** The shape of a vendor's table. Adding a vendor adds rows, not code. */

/** An option by which a client is aimed at another address than the vendor's default. */
export interface AddressOption {
  name: string;
  /** Where the option is an object: what in it is the address. */
  inner?: string;
  /**
   * What an address known only at run time means: `vendor` where the option can hardly hold anything but the vendor's
   * own address, `undecided` where it is the usual way to a proxy or to another host.
   */
  atRunTime: "vendor" | "undecided";
}

/** What stands for a client class once it goes through the gateway. */
export interface GatewayClass {
  name: string;
  module: string;
  /** Whether it extends the vendor's class, so that it fits where that one's type is asked for. */
  extendsVendors: boolean;
  /** Why the fix always wants a look, where it does. */
  caution?: string;
}

/** How a client that stays the vendor's own is aimed at the gateway, by its options. */
export interface AimedOptions {
  /** What follows FAIRLEAD_URL in the address: `/v1`. */
  path: string;
  /** Where the address, the key and the headers go, by dotted path: `configuration.baseURL`. */
  address: string;
  key: string;
  headers: string;
  /** The method that takes address and headers with each model that it makes, where the construction takes the key alone. */
  of?: string;
  /** What the gateway answers of it, by its name in `served.ts`: the vendor's own where absent. */
  surface?: string;
  /** The modules of which it holds, where it does not of all. */
  modules?: readonly string[];
  /** Why the fix always wants a look, where it does. */
  caution?: string;
}

export interface ClientClass {
  /** As the vendor's package calls it. */
  name: string;
  /** What it calls, for messages, where that is not the vendor's name. */
  service?: string;
  addressOptions: readonly AddressOption[];
  /** Options that name the vendor's address or the caller's account there, by dotted path: the gateway holds them. */
  vendorOptions: readonly string[];
  /** Options that are the application's and mean the same at the gateway; `all` where all others are. */
  applicationOptions: readonly string[] | "all";
  /** Options with which there is no fix, each with what it does and what to decide. */
  refusedOptions?: Readonly<Record<string, string>>;
  /** What takes its place. Where there is neither this nor `aim`, there is no fix. */
  gateway?: GatewayClass;
  /** How it is aimed at the gateway, where it stays. */
  aim?: AimedOptions;
  /** Options that hand in a client of another vendor's, which is then the one that counts. */
  carries?: readonly string[];
}

export interface EcmascriptModule {
  /** Exact module specifiers. */
  specifiers: readonly string[];
  /** Export name to the name of a client class. */
  exports: Readonly<Record<string, string>>;
  /** The class that the module itself is under `require`, where it is one. */
  itself?: string;
  /** What else the module exports that is of the vendor's. */
  functions?: ModuleFunctions;
  /** What a text must hold for the module to matter, where its name alone is too common. */
  words?: readonly string[];
}

/** Exports that are no classes: by what they are worth. */
export interface ModuleFunctions {
  /** Functions that make a client: export to the name of what they make. */
  factories?: Readonly<Record<string, string>>;
  /** Clients that are there ready-made: export to the name of what they are. */
  instances?: Readonly<Record<string, string>>;
  /** Ready-made clients that one of the module's factories can take the place of: export to the factory. */
  handles?: Readonly<Record<string, string>>;
  /** Functions that send a request themselves. */
  calls?: readonly string[];
  /** Functions that give back the client they are given, with something added. */
  wrappers?: readonly string[];
}

/** What can be done with a client, or with something that a client makes. */
export interface ClientObject {
  /** Members that send a request when called, by dotted path in the words of JavaScript; `chat.*` is all below. */
  calls?: readonly string[];
  /** Members that make something to call in its turn: dotted path to its name; `same` for one like itself. */
  makes?: Readonly<Record<string, string>>;
  /** What calling the object itself makes: a name, `same`, or `request` where that sends one. */
  called?: string;
  /** Whether others say where it points: it is as the vendor's other clients in the workspace are. */
  asOthers?: boolean;
}

export interface PythonModule {
  name: string;
  /** Attribute of the module to the name of a client class. */
  classes: Readonly<Record<string, string>>;
  /** What else the module holds that is of the vendor's. */
  functions?: ModuleFunctions;
  /** What a text must hold for the module to matter, where the last part of its name is too common. */
  words?: readonly string[];
}

/** A Python factory that takes the service's name as its first argument. */
export interface PythonServiceFactory {
  module: string;
  /** `client` in `boto3.client(…)`, also as a method of what `session` names make. */
  functions: readonly string[];
  sessions: readonly string[];
  services: readonly string[];
  /** Keyword arguments that aim the client elsewhere. */
  addressKeywords: readonly string[];
  /** Keyword arguments that name the caller's account at the vendor. */
  vendorKeywords: readonly string[];
  /** `false` where its clients can not be aimed at the gateway. */
  migrated?: boolean;
}

/** How classes of a vendor's are aimed at the gateway in Python. */
export interface PythonMigration {
  /** Where the plain classes are. */
  module: string;
  /** Class to the class that takes its place, where it is not the same: the one that knows no vendor's address. */
  plain: Readonly<Record<string, string>>;
  /** What follows FAIRLEAD_URL in the address: `/v1`. */
  path: string;
  /** Keyword arguments for the address, the key and the headers; with a dot, what is in an argument's dictionary. */
  address: string;
  key: string;
  headers: string;
  /** Keyword arguments that name the vendor's address or the caller's account there. */
  vendorKeywords: readonly string[];
  /** Keyword arguments that mean the same at the gateway; `all` where all others do. */
  applicationKeywords: readonly string[] | "all";
  /** Keyword arguments with which there is no fix, each with what it does and what to decide. */
  refusedKeywords?: Readonly<Record<string, string>>;
  /** Keyword arguments that are given a word where the application gives none. */
  set?: Readonly<Record<string, string>>;
  /** What the gateway answers of it, by its name in `served.ts`: the vendor's own where absent. */
  surface?: string;
  /** The modules of which it holds, where it does not of all. */
  modules?: readonly string[];
  /** Class to why its fix always wants a look. */
  cautions?: Readonly<Record<string, string>>;
}

export interface Vendor {
  /** Stable, in findings: `openai`. */
  id: string;
  /** For messages: `OpenAI`. */
  name: string;
  classes: readonly ClientClass[];
  modules: readonly EcmascriptModule[];
  /** Hosts of the vendor's API: exact, or with a dot first for every host below; `*` is any run within a label. */
  hosts: readonly string[];
  /** Environment variables that the vendor's SDK reads. */
  environment: readonly string[];
  /** Whether it stands for a framework around the clients of many vendors. */
  wraps?: boolean;
  /** Packages of it, those below included, whose chains, agents and engines send what a model sends. */
  composing?: readonly string[];
  /** Where its clients point by default, where that is not the vendor. */
  defaultState?: "local";
  /** The same of single classes and objects by name. */
  defaultStates?: Readonly<Record<string, "local" | "other-gateway">>;
  /** What its clients can do, where `objects` does not say it of one by name. */
  client?: ClientObject;
  /** Clients and other objects by name: what they can do. */
  objects?: Readonly<Record<string, ClientObject>>;
  /** Ends of member chains that tell the vendor on something untraced, in a project that depends on its SDK. */
  telling?: readonly string[];
  /** Packages whose members are called the same: a project that depends on one wants a name that tells more. */
  lookAlikes?: readonly string[];
  /** npm packages and Python distributions by which a project depends on the SDK, besides its modules' own names. */
  packages?: readonly string[];
  python: {
    modules: readonly PythonModule[];
    /** Keyword arguments of the classes that aim a client elsewhere. */
    addressKeywords: readonly string[];
    factories: readonly PythonServiceFactory[];
    /** Class to how it is aimed at the gateway. A class that is not here can not be. */
    migrations?: Readonly<Record<string, PythonMigration>>;
    /** What tells the vendor in JavaScript alone. */
    notTelling?: readonly string[];
    /** A package that keeps a client of its own, and the attributes by which it is called. */
    moduleCalls?: { module: string; resources: readonly string[] };
  };
}
