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
  const properties: OptionProperty[] = [];
  let obstacle: string | undefined;
  let caution: string | undefined;
  let complete = true;
  let workload: string | null = null;
  for (const node of literal.properties) {
    const name = ts.isSpreadAssignment(node) ? undefined : propertyNameText(node.name);
    if (name === undefined) {
      complete = false;
      obstacle ??= ts.isSpreadAssignment(node)
        ? "a spread may bring the vendor's options: decide which of them it holds"
        : "a computed option name may be the vendor's: decide what it stands for";
      continue;
    }
    const verdict = verdictOn(name, client);
    properties.push({ name, node, verdict });
    if (name === "workload" && ts.isPropertyAssignment(node)) workload = literalText(unwrap(node.initializer)) ?? null;
    obstacle ??= accountFieldIn(node, verdict);
    if (verdict === "unknown")
      caution ??= `the option ${name} is not known to be the application's: see whether the gateway's client takes it`;
    if (verdict === "drop" && hasSideEffect(node)) {
      caution ??= `the fix drops ${name} with the call that makes its value: see whether that call is still needed`;
    }
  }
  const { address, undecided } = readAddress(properties, client, complete, scopes);
  return { literal, properties, address, workload, obstacle: obstacle ?? undecided, caution };
}

function verdictOn(name: string, client: ClientClass): OptionVerdict {
  if (client.vendorOptions.includes(name)) return "drop";
  return client.applicationOptions.includes(name) ? "keep" : "unknown";
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
    const value = optionValue(property.node);
    const address = value ? addressOf(value, scopes) : UNKNOWN;
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

/** The expression of an option, a shorthand's own name included. */
function optionValue(node: ts.ObjectLiteralElementLike): ts.Expression | undefined {
  if (ts.isPropertyAssignment(node)) return node.initializer;
  return ts.isShorthandPropertyAssignment(node) ? node.name : undefined;
}

function accountFieldIn(node: ts.ObjectLiteralElementLike, verdict: OptionVerdict): string | undefined {
  const value = verdict === "keep" ? optionValue(node) : undefined;
  const inner = value && unwrap(value);
  if (!inner || !ts.isObjectLiteralExpression(inner)) return undefined;
  for (const property of inner.properties) {
    const name = ts.isSpreadAssignment(property) ? undefined : propertyNameText(property.name);
    if (name !== undefined && ACCOUNT_FIELDS.test(name)) {
      return accountFieldObstacle(name);
    }
  }
  return undefined;
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
