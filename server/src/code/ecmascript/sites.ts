/** The places in one file that a finding is made of, with the nodes that a fix needs. */
import type { FindingKind, FindingState, FindingTier } from "../types.ts";
import type { Vendor } from "../vendors/index.ts";
import type { ClassThing } from "./modules.ts";
import type { ReadOptions } from "./options.ts";
import type { Scopes } from "./scopes.ts";
import type { ts } from "./syntax.ts";

interface SiteBase {
  /** What is underlined. */
  start: number;
  end: number;
  rule: string;
  vendor: Vendor;
  kind: FindingKind;
  api: string;
  tier: FindingTier;
  state: FindingState;
  /** What the code names as its workload. */
  workload: string | null;
  message: string;
}

/** A client that is constructed with `new`. */
export interface ConstructionSite extends SiteBase {
  form: "construction";
  node: ts.NewExpression;
  thing: ClassThing;
  options: ReadOptions;
  obstacle: string | undefined;
  caution: string | undefined;
}

/** A class that extends a client class. */
export interface SubclassSite extends SiteBase {
  form: "subclass";
  node: ts.ClassLikeDeclaration;
  heritage: ts.ExpressionWithTypeArguments;
  thing: ClassThing;
  /** The `super(…)` call or the constructions of the class, whichever holds the vendor's options. */
  calls: { node: ts.CallExpression | ts.NewExpression; options: ReadOptions }[];
  obstacle: string | undefined;
  caution: string | undefined;
}

/** A place with no fix. */
export interface PlainSite extends SiteBase {
  form: "plain";
}

export type Site = ConstructionSite | SubclassSite | PlainSite;
export type FixableSite = ConstructionSite | SubclassSite;

/** One file, read. */
export interface FileAnalysis {
  sourceFile: ts.SourceFile;
  text: string;
  scopes: Scopes;
  /** In order of place. */
  sites: Site[];
}
