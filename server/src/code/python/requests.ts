/** Finds requests to a vendor's host that go without its SDK. */
import type { PlainSite } from "../sites.ts";
import { possibleAddresses } from "./address.ts";
import type { PythonScopes } from "./scopes.ts";
import type { Argument, SyntaxNode } from "./syntax.ts";

const REQUEST_METHODS = new Set(["get", "post", "put", "patch", "request", "stream", "urlopen", "Request"]);
const REQUEST_CLIENTS = new Set(["Client", "AsyncClient", "ClientSession"]);
const ADDRESS_KEYWORDS = new Set(["url", "base_url", "api_url", "endpoint"]);
/** A word in the name of a function of one's own that sends requests: `post_json`, `fetch_with_retry`. */
const REQUESTING = /(?:^|_)(?:fetch|post|request)(?:_|$)/;
const MOCKING = /mock|stub|fake|spy|respx|responses|requests_mock|httpx_mock|aioresponses/i;

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
  if (!REQUEST_METHODS.has(last) && !REQUEST_CLIENTS.has(last) && !REQUESTING.test(last)) return undefined;
  if (MOCKING.test(name)) return undefined;
  for (const [index, { keyword, value }] of args.entries()) {
    // The address comes first, or after the method; what `os.environ.get` has there is a default.
    const isAddress =
      keyword === undefined ? index === 0 || (index === 1 && last !== "get") : ADDRESS_KEYWORDS.has(keyword);
    if (!isAddress) continue;
    const address = possibleAddresses(value, scopes, text).find(({ state }) => state === "direct");
    if (!address?.vendor) continue;
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
