/** Values as far as the code writes them out. */
import { UNKNOWN, type Written, type WrittenMap } from "../vendors/refused.ts";
import { argumentsOf, childrenOf, entriesOf, type SyntaxNode, stringText } from "./syntax.ts";

/** Deeper nothing is looked at. */
const DEEPEST = 5;

/** The keyword arguments of a call. */
export function writtenArguments(call: SyntaxNode, text: string): WrittenMap {
  const map: Record<string, Written> = {};
  for (const { keyword, value } of argumentsOf(call.getChild("ArgList"), text))
    if (keyword !== undefined) map[keyword] = written(value, text, 1);
  return map;
}

function written(node: SyntaxNode, text: string, depth: number): Written {
  const known = stringText(node, text);
  if (known) return known.complete ? known.text : UNKNOWN;
  if (node.name === "Boolean") return text.startsWith("True", node.from);
  if (node.name === "None") return null;
  // The library's word for what is not given.
  if (/^(?:\w+\.)?(?:NOT_GIVEN|omit)$/.test(text.slice(node.from, Math.min(node.to, node.from + 40)))) return null;
  if (depth >= DEEPEST) return UNKNOWN;
  if (node.name === "ArrayExpression") {
    const items = childrenOf(node).filter(({ name }) => !["[", "]", ",", "Comment"].includes(name));
    return items.map((item) => written(item, text, depth + 1));
  }
  const entries = entriesOf(node, text);
  return entries
    ? Object.fromEntries(entries.map(({ key, value }) => [key, written(value, text, depth + 1)]))
    : UNKNOWN;
}
