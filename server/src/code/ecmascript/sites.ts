/** The places in a TypeScript or JavaScript file, with the nodes that a fix needs. */
import type { MemberChain, UnservedCommand } from "../client-calls.ts";
import type { FixableBase, PlainSite } from "../sites.ts";
import type { ClassThing } from "./modules.ts";
import type { ReadOptions } from "./options.ts";
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

export type FixableSite = ConstructionSite | SubclassSite;

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
  /** All calls, in order of place. */
  calls: ts.CallExpression[];
  /** Modules that the file replaces by mocks. */
  mocked: ReadonlySet<string>;
}
