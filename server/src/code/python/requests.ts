/** Finds requests to a vendor's host that go without its SDK. */
import type { PlainSite } from "../sites.ts";
import { addressOfExpression } from "./address.ts";
import type { PythonScopes } from "./scopes.ts";
import type { Argument, SyntaxNode } from "./syntax.ts";

const REQUEST_METHODS = new Set(["get", "post", "put", "patch", "request", "stream", "urlopen", "Request"]);
const REQUEST_CLIENTS = new Set(["Client", "AsyncClient", "ClientSession"]);
const ADDRESS_KEYWORDS = new Set(["url", "base_url"]);

/** The site of a call that sends a request to a vendor's host, or makes a client for it. */
export function requestSite(
  call: SyntaxNode,
  callee: SyntaxNode,
  args: readonly Argument[],
  scopes: PythonScopes,
  text: string,
): PlainSite | undefined {
  const name = text.slice(callee.from, callee.to);
  const last = name.slice(name.lastIndexOf(".") + 1);
  if (!REQUEST_METHODS.has(last) && !REQUEST_CLIENTS.has(last)) return undefined;
  for (const { keyword, value } of args) {
    if (keyword !== undefined && !ADDRESS_KEYWORDS.has(keyword)) continue;
    const address = addressOfExpression(value, scopes, text);
    if (address.state !== "direct" || !address.vendor) continue;
    return {
      ...{ form: "plain", start: call.from, end: value.to, rule: "code.raw-http", vendor: address.vendor },
      ...{ kind: "raw-http", api: `${name} ${address.host}`, tier: "host", state: "direct", workload: null },
      message:
        `This request goes to ${address.vendor.name} at ${address.host} directly, past routing policy, budgets and fallback. ` +
        "Send it to the gateway (FAIRLEAD_URL) with its key (FAIRLEAD_KEY) and the header fairlead-workload; the path stays.",
    };
  }
  return undefined;
}
