/** What of a request to a vendor's host a fix rewrites: its address and its headers, where both are written out. */
import { ACCOUNT_HEADERS, KEY_HEADERS, requestPath } from "../vendors/request-paths.ts";
import type { PythonFile } from "./sites.ts";
import { type Argument, entriesOf, type SyntaxNode, stringText } from "./syntax.ts";

export interface PythonRequestParts {
  /** A string that begins with the vendor's host. */
  address: SyntaxNode;
  /** The path at the gateway, as the text of the string has it, and whether that is a formatted one. */
  path: string;
  formatted: boolean;
  headers: SyntaxNode;
  /** The value of the header with the key, and what stands before the key in it. */
  key: { value: SyntaxNode; prefix: string };
}

/** The parts of a request at `value`; undefined where there is no fix. */
export function pythonRequestParts(
  args: readonly Argument[],
  value: SyntaxNode,
  vendorId: string,
  file: PythonFile,
): PythonRequestParts | undefined {
  const address = written(value, file);
  const path = pathIn(address, file.text);
  const own = path === undefined ? undefined : requestPath(vendorId, path);
  const given = args.find(({ keyword }) => keyword === "headers")?.value;
  const headers = given && written(given, file);
  if (own === undefined || headers?.name !== "DictionaryExpression") return undefined;
  const entries = entriesOf(headers, file.text) ?? [];
  // A header of the vendor's account is for a person to take out.
  if (entries.some(({ key }) => ACCOUNT_HEADERS.has(key.toLowerCase()))) return undefined;
  const key = entries.find((one) => KEY_HEADERS.has(one.key.toLowerCase()));
  if (!key) return undefined;
  return {
    ...{ address, path: own, formatted: address.name === "FormatString", headers },
    key: { value: key.value, prefix: KEY_HEADERS.get(key.key.toLowerCase()) ?? "" },
  };
}

/** An expression, or what a name that is used but here was given. */
function written(node: SyntaxNode, { scopes, text }: PythonFile): SyntaxNode {
  const binding = node.name === "VariableName" ? scopes.resolve(node) : undefined;
  if (binding?.kind !== "value") return node;
  const uses = scopes.uses(text.slice(node.from, node.to), binding).filter((use) => use.from !== binding.name.from);
  return uses.length === 1 ? binding.value : node;
}

/** What follows the host, as it is written. */
function pathIn(node: SyntaxNode, text: string): string | undefined {
  if (!stringText(node, text)) return undefined;
  const match = /^[fF]?(["'])https:\/\/[^/?#{]+(\/[^"'\\]*)\1$/.exec(text.slice(node.from, node.to));
  return match?.[2];
}
