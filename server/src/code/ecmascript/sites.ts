/** The places in a TypeScript or JavaScript file, with the nodes that a fix needs. */
import type { MemberChain, UnservedCommand } from "../client-calls.ts";
import type { FixableBase, PlainSite } from "../sites.ts";
import type { AimedOptions } from "../vendors/index.ts";
import type { ClassThing, ModuleLoad } from "./modules.ts";
import type { ReadOptions } from "./options.ts";
import type { RequestParts } from "./requests.ts";
import type { Scopes } from "./scopes.ts";
import type { ts } from "./syntax.ts";

/** A client that is constructed with `new`. */
export interface ConstructionSite extends FixableBase {
  form: "construction";
  node: ts.NewExpression;
  thing: ClassThing;
  options: ReadOptions;
}

/** A class that extends a client class. */
export interface SubclassSite extends FixableBase {
  form: "subclass";
  node: ts.ClassLikeDeclaration;
  heritage: ts.ExpressionWithTypeArguments;
  thing: ClassThing;
  /** The `super(…)` call or the constructions of the class, whichever holds the vendor's options. */
  calls: { node: ts.CallExpression | ts.NewExpression; options: ReadOptions }[];
}

/** A client that stays the vendor's own, and is aimed at the gateway by its options. */
export interface AimedSite extends FixableBase {
  form: "aimed";
  node: ts.NewExpression | ts.CallExpression;
  load: ModuleLoad;
  aim: AimedOptions;
  vendorOptions: readonly string[];
  options: ReadOptions;
}

/** A client whose address is given with each model that it makes. */
export interface ModelsSite extends FixableBase {
  form: "models";
  node: ts.NewExpression;
  load: ModuleLoad;
  aim: AimedOptions;
  /** The calls that make its models. */
  models: readonly ts.CallExpression[];
}

/** A ready-made client that a module exports, whose place one made by a factory of the module can take. */
export interface HandleSite extends FixableBase {
  form: "handle";
  node: ts.ImportSpecifier | ts.BindingElement;
  load: ModuleLoad;
  factory: string;
  aim: AimedOptions;
}

/** A request to a vendor's host that goes without its SDK. */
export interface RequestSite extends FixableBase {
  form: "request";
  node: ts.CallExpression | ts.NewExpression;
  parts: RequestParts;
}

/** A site whose class the gateway's takes the place of. */
export type ClassSite = ConstructionSite | SubclassSite;

export type FixableSite = ClassSite | AimedSite | ModelsSite | HandleSite | RequestSite;

/** The load of the vendor's module behind a site; undefined for a request, which has none. */
export function loadOf(site: FixableSite): ModuleLoad | undefined {
  if (site.form === "request") return undefined;
  return site.form === "construction" || site.form === "subclass" ? site.thing.load : site.load;
}

/** One file, read. */
export interface FileAnalysis {
  sourceFile: ts.SourceFile;
  text: string;
  scopes: Scopes;
  /** In order of place. */
  sites: (FixableSite | PlainSite)[];
  /** What is called on anything, and which of the vendors' commands are made. */
  chains: MemberChain[];
  commands: UnservedCommand[];
  /** The fields that its classes give nothing but what the file makes. */
  ownFields(): ReadonlySet<string>;
  /** All calls, in order of place. */
  calls: ts.CallExpression[];
  /** Modules that the file replaces by mocks. */
  mocked: ReadonlySet<string>;
}
