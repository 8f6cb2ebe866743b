/** What a client is constructed with, and what of it may be rewritten. */
import { ACCOUNT_FIELDS, accountFieldObstacle } from "../states.ts";
import type { ClientClass } from "../vendors/index.ts";
import { type Address, addressOf, initialiserOf } from "./address.ts";
import type { Scopes } from "./scopes.ts";
import { isAssignment, literalText, propertyNameText, ts, unwrap } from "./syntax.ts";

export type OptionVerdict = "drop" | "keep" | "unknown";

export interface OptionProperty {
  name: string;
  node: ts.ObjectLiteralElementLike;
  verdict: OptionVerdict;
}

export interface ReadOptions {
  /** The object literal that an edit may change: undefined where there is no argument, or another than a literal. */
  literal: ts.ObjectLiteralExpression | undefined;
  properties: OptionProperty[];
  address: Address;
  /** The workload that is named, for a client of the gateway. */
  workload: string | null;
  /** Why there is no automatic fix, and what to decide. */
  obstacle: string | undefined;
  /** Why a fix wants a look. */
  caution: string | undefined;
}

const DIRECT: Address = { state: "direct", host: undefined, vendor: undefined };
const UNKNOWN: Address = { state: "unknown", host: undefined, vendor: undefined };

/** Reads the arguments of a constructor. */
export function readOptions(
  args: readonly ts.Expression[] | undefined,
  client: ClientClass,
  scopes: Scopes,
): ReadOptions {
  const [first, second] = args ?? [];
  const none = { literal: undefined, properties: [], workload: null, caution: undefined };
  if (!first) return { ...none, address: DIRECT, obstacle: undefined };
  // What takes no address, such as a key alone, can only go to the vendor.
  if (client.addressOptions.length === 0) return { ...none, address: DIRECT, obstacle: undefined };
  if (second || ts.isSpreadElement(first)) {
    return { ...none, address: UNKNOWN, obstacle: "it is not constructed with one options object: rewrite it by hand" };
  }
  const argument = unwrap(first);
  if (ts.isObjectLiteralExpression(argument)) {
    const read = readLiteral(argument, client, scopes);
    const asserted = !ts.isObjectLiteralExpression(first) && !ts.isParenthesizedExpression(first);
    return asserted
      ? { ...read, caution: read.caution ?? "its options have a type assertion: see that it still holds" }
      : read;
  }
  const elsewhere = initialiserOf(argument, scopes);
  const obstacle = "its options are not written out here: decide which of them belong to the vendor";
  if (elsewhere && ts.isObjectLiteralExpression(unwrap(elsewhere))) {
    const read = readLiteral(unwrap(elsewhere) as ts.ObjectLiteralExpression, client, scopes);
    return { ...none, address: read.address, workload: read.workload, obstacle };
  }
  return { ...none, address: UNKNOWN, obstacle };
}

function readLiteral(literal: ts.ObjectLiteralExpression, client: ClientClass, scopes: Scopes): ReadOptions {
  const seen: Seen = { complete: true, obstacle: undefined, caution: undefined, workload: null };
  const properties = readProperties(literal, client, "", seen);
  const { address, undecided } = readAddress(properties, client, seen.complete, scopes);
  const { obstacle, caution, workload } = seen;
  return { literal, properties, address, workload, obstacle: obstacle ?? undecided, caution };
}

/** What reading the properties of a literal, and of those in it, has brought to light. */
interface Seen {
  complete: boolean;
  obstacle: string | undefined;
  caution: string | undefined;
  workload: string | null;
}

/** The properties of a literal, each judged. `prefix` is the dotted path to it, with a dot at the end. */
function readProperties(
  literal: ts.ObjectLiteralExpression,
  client: ClientClass,
  prefix: string,
  seen: Seen,
): OptionProperty[] {
  const properties: OptionProperty[] = [];
  for (const node of literal.properties) {
    const name = ts.isSpreadAssignment(node) ? undefined : propertyNameText(node.name);
    if (name === undefined) {
      if (prefix === "") seen.complete = false;
      seen.obstacle ??= ts.isSpreadAssignment(node)
        ? "a spread may bring the vendor's options: decide which of them it holds"
        : "a computed option name may be the vendor's: decide what it stands for";
      continue;
    }
    const verdict = verdictOn(prefix + name, client, prefix !== "");
    properties.push({ name, node, verdict });
    const refused = client.refusedOptions?.[prefix + name];
    if (refused !== undefined) seen.obstacle ??= `${name} stands in its way: ${refused}`;
    if (name === "workload" && ts.isPropertyAssignment(node)) {
      seen.workload = literalText(unwrap(node.initializer)) ?? seen.workload;
    }
    if (verdict === "keep") lookInto(node, prefix + name, client, seen);
    if (verdict === "unknown")
      seen.caution ??= `the option ${name} is not known to be the application's: see whether the gateway's client takes it`;
    if (name === "dangerouslyAllowBrowser" && !isFalse(node)) seen.caution ??= BROWSER_CAUTION;
    if (verdict === "drop" && hasSideEffect(node)) {
      seen.caution ??= `the fix drops ${name} with the call that makes its value: see whether that call is still needed`;
    }
  }
  return properties;
}

const BROWSER_CAUTION =
  "dangerouslyAllowBrowser says that it runs in a browser, where the gateway's key must not be: call it from a server";

/** Whether an expression is `undefined` or `null`. */
export function isNothing(node: ts.Expression): boolean {
  const value = unwrap(node);
  return value.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(value) && value.text === "undefined");
}

function isFalse(node: ts.ObjectLiteralElementLike): boolean {
  return ts.isPropertyAssignment(node) && unwrap(node.initializer).kind === ts.SyntaxKind.FalseKeyword;
}

/** Looks into an option that stays: for the vendor's options below it, and for what headers say. */
function lookInto(node: ts.ObjectLiteralElementLike, path: string, client: ClientClass, seen: Seen): void {
  const value = optionValue(node);
  const inner = value && unwrap(value);
  const isOurs = client.aim?.headers === path;
  // An edit replaces what no expression gives, such as a method.
  if (isOurs && !inner) seen.obstacle ??= `${path} is not written out here: give it as an object`;
  if (isOurs && inner && !ts.isObjectLiteralExpression(inner) && !isNothing(inner)) {
    seen.caution ??= `${path} is not written out here: see that it is an object of headers`;
  }
  if (!inner || !ts.isObjectLiteralExpression(inner)) return;
  if (client.vendorOptions.some((option) => option.startsWith(`${path}.`))) {
    readProperties(inner, client, `${path}.`, seen);
    return;
  }
  for (const property of inner.properties) {
    const name = ts.isSpreadAssignment(property) ? undefined : propertyNameText(property.name);
    if (name !== undefined && ACCOUNT_FIELDS.test(name)) seen.obstacle ??= accountFieldObstacle(name);
    if (name?.toLowerCase() === "fairlead-workload" && ts.isPropertyAssignment(property)) {
      seen.workload = literalText(unwrap(property.initializer)) ?? seen.workload;
    }
  }
}

function verdictOn(path: string, client: ClientClass, isInner: boolean): OptionVerdict {
  if (client.vendorOptions.includes(path)) return "drop";
  const isKnown = client.applicationOptions === "all" || client.applicationOptions.includes(path);
  return isInner || isKnown ? "keep" : "unknown";
}

function readAddress(
  properties: readonly OptionProperty[],
  client: ClientClass,
  complete: boolean,
  scopes: Scopes,
): { address: Address; undecided: string | undefined } {
  let found: Address | undefined;
  let undecided: string | undefined;
  for (const option of client.addressOptions) {
    // As in the object itself, the last of a name holds.
    const property = properties.findLast(({ name }) => name === option.name);
    if (!property) continue;
    const address = addressIn(property.node, option.inner, scopes);
    if (!address) continue;
    if (address.state === "unknown" && option.atRunTime === "vendor") {
      found ??= DIRECT;
      continue;
    }
    if (address.state === "unknown")
      undecided ??= `${option.name} is only known at run time: decide whether that address is still wanted`;
    found = address;
  }
  return { address: found ?? (complete ? DIRECT : UNKNOWN), undecided };
}

/** The address that an option gives, or what is `inner` in it where it is an object. */
function addressIn(node: ts.ObjectLiteralElementLike, inner: string | undefined, scopes: Scopes): Address | undefined {
  const value = optionValue(node);
  const object = value && unwrap(value);
  if (inner === undefined || !object || !ts.isObjectLiteralExpression(object)) {
    return value ? addressOf(value, scopes) : UNKNOWN;
  }
  const found = object.properties.findLast(({ name }) => propertyNameText(name) === inner);
  if (found) return addressIn(found, undefined, scopes);
  return object.properties.some(ts.isSpreadAssignment) ? UNKNOWN : undefined;
}

/** The expression of an option, a shorthand's own name included. */
export function optionValue(node: ts.ObjectLiteralElementLike): ts.Expression | undefined {
  if (ts.isPropertyAssignment(node)) return node.initializer;
  return ts.isShorthandPropertyAssignment(node) ? node.name : undefined;
}

function hasSideEffect(node: ts.ObjectLiteralElementLike): boolean {
  const value = optionValue(node);
  if (!value) return false;
  let found = false;
  visitOutsideFunctions(value, (inner) => {
    if (ts.isCallExpression(inner) || ts.isNewExpression(inner) || ts.isAwaitExpression(inner)) found = true;
    if (ts.isTaggedTemplateExpression(inner) || ts.isDeleteExpression(inner) || ts.isYieldExpression(inner))
      found = true;
    if (ts.isPostfixUnaryExpression(inner)) found = true;
    if (ts.isBinaryExpression(inner) && isAssignment(inner.operatorToken.kind)) found = true;
  });
  return found;
}

function visitOutsideFunctions(node: ts.Node, visitor: (node: ts.Node) => void): void {
  if (ts.isFunctionLike(node)) return;
  visitor(node);
  ts.forEachChild(node, (child) => visitOutsideFunctions(child, visitor));
}
