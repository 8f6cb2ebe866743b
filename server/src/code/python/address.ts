/** Where a Python client points, by its arguments. */
import type { FindingState } from "../types.ts";
import { hostOf, isLocalHost } from "../vendors/hosts.ts";
import type { Vendor } from "../vendors/index.ts";
import type { PythonScopes } from "./scopes.ts";
import { type Argument, type KnownText, type SyntaxNode, stringText } from "./syntax.ts";

export interface PythonAddress {
  state: FindingState;
  host: string | undefined;
  vendor: Vendor | undefined;
}

const MOST_STEPS = 10;
const at = (state: FindingState): PythonAddress => ({ state, host: undefined, vendor: undefined });

/** The state of a client with these arguments, of which the named keywords are its address. */
export function pythonAddress(
  args: readonly Argument[],
  keywords: readonly string[],
  scopes: PythonScopes,
  text: string,
): PythonAddress {
  for (const { keyword, value } of args) {
    if (keyword === undefined || !keywords.includes(keyword)) continue;
    if (text.slice(value.from, value.to) === "None") continue;
    const address = addressOfExpression(value, scopes, text);
    // Azure's own endpoint is an account's, and mostly in the environment.
    return address.state === "unknown" && keyword === "azure_endpoint" ? at("direct") : address;
  }
  return at(args.some(({ unpacked }) => unpacked) ? "unknown" : "direct");
}

/** Where the address that an expression makes leads. */
export function addressOfExpression(expression: SyntaxNode, scopes: PythonScopes, text: string): PythonAddress {
  const { mentions, beginning } = read(expression, scopes, text, MOST_STEPS);
  if (mentions) return at("gateway");
  const whole = beginning && (beginning.complete || /^https?:\/\/[^/?#]*[/?#:]/i.test(beginning.text));
  const host = whole ? hostOf(beginning.text) : undefined;
  if (host === undefined) return at("unknown");
  const vendor = scopes.vendors.vendorOfHost(host);
  if (vendor) return { state: "direct", host, vendor };
  return { state: isLocalHost(host) ? "local" : "other-gateway", host, vendor };
}

interface Read {
  mentions: boolean;
  beginning: KnownText | undefined;
}

function read(node: SyntaxNode, scopes: PythonScopes, text: string, steps: number): Read {
  const source = text.slice(node.from, node.to);
  if (/\bFAIRLEAD_URL\b/.test(source)) return { mentions: true, beginning: undefined };
  if (node.name === "ParenthesizedExpression" && node.firstChild?.nextSibling) {
    return read(node.firstChild.nextSibling, scopes, text, steps);
  }
  if (node.name === "BinaryExpression" && node.firstChild) {
    const left = read(node.firstChild, scopes, text, steps);
    return { ...left, beginning: left.beginning && { ...left.beginning, complete: false } };
  }
  const found = stringText(node, text);
  const variable = found && !found.complete && found.text === "" ? firstReplacement(node) : node;
  if (variable?.name === "VariableName" && steps > 0) {
    const binding = scopes.resolve(variable);
    if (binding?.kind !== "value") return { mentions: false, beginning: undefined };
    const inner = read(binding.value, scopes, text, steps - 1);
    // A formatted string goes on after the variable, most often with a path.
    if (variable === node || !inner.beginning?.complete) return inner;
    const rest = text.slice((variable.parent ?? variable).to, node.to);
    return {
      ...inner,
      beginning: { text: inner.beginning.text + (/^[^{"']*/.exec(rest)?.[0] ?? ""), complete: false },
    };
  }
  return { mentions: false, beginning: found };
}

function firstReplacement(node: SyntaxNode): SyntaxNode | undefined {
  return node.getChild("FormatReplacement")?.getChild("VariableName") ?? undefined;
}
