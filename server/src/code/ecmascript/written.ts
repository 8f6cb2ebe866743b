/** Values as far as the code writes them out. */
import { UNKNOWN, type Written, type WrittenMap } from "../vendors/refused.ts";
import { propertyNameText, ts, unwrap } from "./syntax.ts";

/** Deeper nothing is looked at. */
const DEEPEST = 5;

/** What an expression is, as far as it is written out. */
export function written(expression: ts.Expression, depth = 0): Written {
  const node = unwrap(expression);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (node.kind === ts.SyntaxKind.NullKeyword) return null;
  // An option that is set to nothing is not set.
  if (ts.isIdentifier(node) && node.text === "undefined") return null;
  if (depth >= DEEPEST) return UNKNOWN;
  if (ts.isArrayLiteralExpression(node)) return node.elements.map((item) => written(item, depth + 1));
  return ts.isObjectLiteralExpression(node) ? writtenMap(node, depth) : UNKNOWN;
}

/** The properties of an object that are written out; what is spread into it is not known. */
export function writtenMap(node: ts.ObjectLiteralExpression, depth = 0): WrittenMap {
  const map: Record<string, Written> = {};
  for (const property of node.properties) {
    const name = property.name && propertyNameText(property.name);
    if (name === undefined) continue;
    map[name] = ts.isPropertyAssignment(property) ? written(property.initializer, depth + 1) : UNKNOWN;
  }
  return map;
}
