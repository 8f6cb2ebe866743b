/** What of a request to a vendor's host a fix rewrites: its address and its headers, where both are written out. */
import { ACCOUNT_HEADERS, KEY_HEADERS, requestPath } from "../vendors/request-paths.ts";
import { initialiserOf } from "./address.ts";
import type { Scopes } from "./scopes.ts";
import { propertyNameText, ts, unwrap } from "./syntax.ts";

export interface RequestParts {
  /** A string or a template that begins with the vendor's host. */
  address: ts.Expression;
  /** The path at the gateway, as the text of a template has it. */
  path: string;
  headers: ts.ObjectLiteralExpression;
  /** The header with the key, in the code's own spelling, and what stands before the key in it. */
  key: { name: string; prefix: string };
  /** Headers that go. */
  dropped: ReadonlySet<string>;
}

/** The parts of a request at `expression`; undefined where there is no fix. */
export function requestParts(
  call: ts.CallExpression | ts.NewExpression,
  expression: ts.Expression,
  vendorId: string,
  scopes: Scopes,
): RequestParts | undefined {
  const address = written(expression, scopes);
  const path = pathIn(address);
  const own = path === undefined ? undefined : requestPath(vendorId, path);
  const headers = headersOf(call, scopes);
  if (own === undefined || !headers) return undefined;
  const names = headers.properties.flatMap(({ name }) => propertyNameText(name) ?? []);
  const key = names.find((name) => KEY_HEADERS.has(name.toLowerCase()));
  if (key === undefined) return undefined;
  return {
    ...{ address, path: own, headers, key: { name: key, prefix: KEY_HEADERS.get(key.toLowerCase()) ?? "" } },
    dropped: new Set(names.filter((name) => ACCOUNT_HEADERS.has(name.toLowerCase()))),
  };
}

/** An expression, or what a name that is used but here was given. */
function written(expression: ts.Expression, scopes: Scopes): ts.Expression {
  const node = unwrap(expression);
  const declaration = ts.isIdentifier(node) ? scopes.resolve(node) : undefined;
  if (!declaration || scopes.references(declaration).length > 1) return node;
  const value = initialiserOf(node, scopes);
  return value ? unwrap(value) : node;
}

/** What follows the host, as it is written. */
function pathIn(node: ts.Expression): string | undefined {
  if (!ts.isStringLiteralLike(node) && !ts.isTemplateExpression(node)) return undefined;
  const text = node.getText().slice(1, -1);
  // What a template would read otherwise than a string.
  if (!ts.isTemplateExpression(node) && /[`\\$]/.test(text)) return undefined;
  return /^https:\/\/[^/?#$]+(\/.*)$/s.exec(text)?.[1];
}

function headersOf(call: ts.CallExpression | ts.NewExpression, scopes: Scopes): ts.ObjectLiteralExpression | undefined {
  for (const argument of call.arguments ?? []) {
    const options = written(argument, scopes);
    if (!ts.isObjectLiteralExpression(options)) continue;
    const property = options.properties.find(({ name }) => propertyNameText(name) === "headers");
    const value =
      property && ts.isPropertyAssignment(property)
        ? property.initializer
        : property && ts.isShorthandPropertyAssignment(property)
          ? property.name
          : undefined;
    const headers = value && written(value, scopes);
    if (headers && ts.isObjectLiteralExpression(headers)) return headers;
  }
  return undefined;
}
