/** The places in a Python file, with the nodes that a fix needs. */
import type { MemberChain } from "../client-calls.ts";
import type { FixableBase, PlainSite } from "../sites.ts";
import type { PythonClient } from "../vendors/python-members.ts";
import type { PythonRequestParts } from "./request-parts.ts";
import type { PythonScopes } from "./scopes.ts";
import type { Argument, SyntaxNode } from "./syntax.ts";

/** A client that is constructed. */
export interface PythonSite extends FixableBase {
  form: "python";
  call: SyntaxNode;
  /** What is called. */
  callee: SyntaxNode;
  args: Argument[];
  client: PythonClient;
}

/** A request to a vendor's host that goes without its SDK. */
export interface PythonRequestSite extends FixableBase {
  form: "python-request";
  call: SyntaxNode;
  callee: SyntaxNode;
  parts: PythonRequestParts;
}

/** One file, read. */
export interface PythonFile {
  text: string;
  root: SyntaxNode;
  scopes: PythonScopes;
}

export interface PythonAnalysis extends PythonFile {
  /** In order of place. */
  sites: (PythonSite | PythonRequestSite | PlainSite)[];
  chains: MemberChain[];
  /** The fields that its classes give nothing but what the file makes. */
  ownFields(): ReadonlySet<string>;
}
