/** Where a Python client points, by its arguments. */
import type { FindingState } from "../types.ts";
import { hostOf, isLocalHost } from "../vendors/hosts.ts";
import type { Vendor } from "../vendors/index.ts";
import type { PythonScopes } from "./scopes.ts";
import { type Argument, entriesOf, type SyntaxNode } from "./syntax.ts";
import { GATEWAY, HOLE, pythonTexts } from "./texts.ts";

export interface PythonAddress {
  state: FindingState;
  host: string | undefined;
  vendor: Vendor | undefined;
}

/** The arguments by which any vendor's client may be aimed elsewhere. */
export const ADDRESS_KEYWORDS: readonly string[] = [
  ...["base_url", "api_base", "azure_endpoint", "endpoint_url", "server_url", "host", "endpoint"],
];

const at = (state: FindingState): PythonAddress => ({ state, host: undefined, vendor: undefined });

/** The state of a client with these arguments, of which the named keywords are its address. */
export function pythonAddress(
  args: readonly Argument[],
  keywords: readonly string[],
  scopes: PythonScopes,
  text: string,
): PythonAddress {
  for (const { keyword, value } of args) {
    if (keyword === undefined) continue;
    const inner = keywords.find((one) => one.startsWith(`${keyword}.`))?.slice(keyword.length + 1);
    if (inner === undefined && !keywords.includes(keyword)) continue;
    const given = inner === undefined ? value : valueIn(value, inner, text);
    if (!given || text.slice(given.from, given.to) === "None") continue;
    const address = addressOfExpression(given, scopes, text);
    // Azure's own endpoint is an account's, and mostly in the environment.
    return address.state === "unknown" && keyword === "azure_endpoint" ? at("direct") : address;
  }
  return at(args.some(({ unpacked }) => unpacked) ? "unknown" : "direct");
}

/** What a dictionary, or a call that stands for one, holds by a name; the whole where it is neither. */
function valueIn(value: SyntaxNode, name: string, text: string): SyntaxNode | undefined {
  const entries = entriesOf(value, text);
  return entries ? entries.find(({ key }) => key === name)?.value : value;
}

/** Where the address that an expression makes leads: unknown where it may be one of several. */
export function addressOfExpression(expression: SyntaxNode, scopes: PythonScopes, text: string): PythonAddress {
  const [first, ...others] = possibleAddresses(expression, scopes, text);
  const agreed = others.every(({ state, vendor }) => state === first?.state && vendor === first.vendor);
  return first && agreed ? first : at("unknown");
}

/** All that an address may be: the gateway's where it is named at all. */
export function possibleAddresses(expression: SyntaxNode, scopes: PythonScopes, text: string): PythonAddress[] {
  const texts = pythonTexts(expression, scopes, text);
  if (texts.some((one) => one.includes(GATEWAY))) return [at("gateway")];
  return texts.map((one) => addressAtHost(hostOf(one), scopes));
}

function addressAtHost(host: string | undefined, { vendors }: PythonScopes): PythonAddress {
  if (host === undefined) return at("unknown");
  const vendor = vendors.vendorOfHost(host);
  if (vendor) return { state: "direct", host: host.replaceAll(HOLE, "*"), vendor };
  if (host.includes(HOLE)) return at("unknown");
  return { state: isLocalHost(host) ? "local" : "other-gateway", host, vendor };
}
