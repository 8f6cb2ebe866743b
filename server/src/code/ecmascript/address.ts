/** Where an address in the code leads, as far as the file tells. */
import type { FindingState } from "../types.ts";
import { hostOf, isLocalHost } from "../vendors/hosts.ts";
import type { Vendor, VendorTables } from "../vendors/index.ts";
import { isReference, type Scopes } from "./scopes.ts";
import { ts, unwrap, visit } from "./syntax.ts";

export interface Address {
  state: FindingState;
  host: string | undefined;
  /** Whose host it is. */
  vendor: Vendor | undefined;
}

const GATEWAY_VARIABLE = "FAIRLEAD_URL";
// Bindings that go in circles and endless concatenations must end somewhere.
const MOST_STEPS = 30;
const MOST_VALUES = 100;

/** The state of a client that is given this address; undefined where the expression is `undefined` or `null`. */
export function addressOf(expression: ts.Expression, scopes: Scopes): Address | undefined {
  const node = unwrap(expression);
  if (node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === "undefined")) return undefined;
  if (mentionsGateway(node, scopes, new Set())) return { state: "gateway", host: undefined, vendor: undefined };
  const beginning = fixedBeginning(node, scopes, MOST_STEPS);
  return addressAtHost(beginning && wholeHost(beginning), scopes.vendors);
}

/** The state of a client that is aimed at this host; unknown where there is none. */
export function addressAtHost(host: string | undefined, vendors: VendorTables): Address {
  if (host === undefined) return { state: "unknown", host, vendor: undefined };
  const vendor = vendors.vendorOfHost(host);
  if (vendor) return { state: "direct", host, vendor };
  return { state: isLocalHost(host) ? "local" : "other-gateway", host, vendor };
}

/** The text with which an expression certainly begins, and whether it is all of it. */
interface Beginning {
  text: string;
  complete: boolean;
}

function fixedBeginning(expression: ts.Expression, scopes: Scopes, steps: number): Beginning | undefined {
  const node = unwrap(expression);
  if (ts.isStringLiteralLike(node)) return { text: node.text, complete: true };
  if (ts.isTemplateExpression(node)) {
    if (node.head.text !== "") return { text: node.head.text, complete: false };
    const first = node.templateSpans[0];
    const inner = first && fixedBeginning(first.expression, scopes, steps);
    return inner && first
      ? { text: inner.complete ? inner.text + first.literal.text : inner.text, complete: false }
      : undefined;
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const left = steps > 0 ? fixedBeginning(node.left, scopes, steps - 1) : undefined;
    if (!left?.complete) return left;
    const right = fixedBeginning(node.right, scopes, steps);
    return { text: left.text + (right?.text ?? ""), complete: right?.complete ?? false };
  }
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "URL") {
    const [path, base] = node.arguments ?? [];
    return path && fixedBeginning(base ?? path, scopes, steps);
  }
  const initialiser = steps > 0 ? initialiserOf(node, scopes) : undefined;
  return initialiser && fixedBeginning(initialiser, scopes, steps - 1);
}

/** The host, where the beginning holds the whole of it: `https://api.${region}` tells none. */
function wholeHost({ text, complete }: Beginning): string | undefined {
  if (!complete && !/^https?:\/\/[^/?#]*[/?#:]/i.test(text)) return undefined;
  return hostOf(text);
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
