/** Where an address in the code leads, as far as the file tells. */
import type { FindingState } from "../types.ts";
import { hostOf, isLocalHost } from "../vendors/hosts.ts";
import type { Vendor, VendorTables } from "../vendors/index.ts";
import { isReference, type Scopes } from "./scopes.ts";
import { ts, unwrap, visit } from "./syntax.ts";
import { HOLE, textsOf } from "./texts.ts";

export interface Address {
  state: FindingState;
  host: string | undefined;
  /** Whose host it is. */
  vendor: Vendor | undefined;
}

const GATEWAY_VARIABLE = "FAIRLEAD_URL";
// Bindings that go in circles must end somewhere.
const MOST_VALUES = 100;

/** The state of a client that is given this address; undefined where the expression is `undefined` or `null`. */
export function addressOf(expression: ts.Expression, scopes: Scopes): Address | undefined {
  const node = unwrap(expression);
  if (node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === "undefined")) return undefined;
  const [first, ...others] = possibleAddresses(node, scopes);
  const agreed = others.every(({ state, vendor }) => state === first?.state && vendor === first.vendor);
  return first && agreed ? first : addressAtHost(undefined, scopes.vendors);
}

/** All that an address may be: the gateway's where it is named at all. */
export function possibleAddresses(expression: ts.Expression, scopes: Scopes): Address[] {
  const node = unwrap(expression);
  if (mentionsGateway(node, scopes, new Set())) return [{ state: "gateway", host: undefined, vendor: undefined }];
  return textsOf(node, scopes).map((text) => addressAtHost(hostOf(text), scopes.vendors));
}

/** The state of a client that is aimed at this host; unknown where there is none. */
export function addressAtHost(host: string | undefined, vendors: VendorTables): Address {
  if (host === undefined) return { state: "unknown", host, vendor: undefined };
  const vendor = vendors.vendorOfHost(host);
  if (vendor) return { state: "direct", host: host.replaceAll(HOLE, "*"), vendor };
  if (host.includes(HOLE)) return { state: "unknown", host: undefined, vendor };
  return { state: isLocalHost(host) ? "local" : "other-gateway", host, vendor };
}

/** What a name was given once and for all. */
export function initialiserOf(node: ts.Expression, scopes: Scopes): ts.Expression | undefined {
  if (!ts.isIdentifier(node)) return undefined;
  const declaration = scopes.resolve(node);
  if (!declaration || !ts.isVariableDeclaration(declaration) || scopes.isReassigned(declaration)) return undefined;
  return declaration.initializer;
}

/** `seen` holds what has been looked through: many names may lead to the same value, or back to themselves. */
function mentionsGateway(expression: ts.Expression, scopes: Scopes, seen: Set<ts.Node>): boolean {
  if (seen.has(expression) || seen.size > MOST_VALUES) return false;
  seen.add(expression);
  let found = false;
  visit(expression, (node) => {
    if (found) return;
    if ((ts.isIdentifier(node) || ts.isStringLiteralLike(node)) && node.text === GATEWAY_VARIABLE) found = true;
    const initialiser = ts.isIdentifier(node) && isReference(node) ? initialiserOf(node, scopes) : undefined;
    if (initialiser && mentionsGateway(initialiser, scopes, seen)) found = true;
  });
  return found;
}
