/** Finds requests to a vendor's host that go without its SDK. */
import type { PlainSite } from "../sites.ts";
import { REQUEST_ADVICE, REQUEST_SUGGESTION } from "../vendors/request-paths.ts";
import { possibleAddresses } from "./address.ts";
import { environmentObstacle } from "./doubts.ts";
import { pythonRequestParts } from "./request-parts.ts";
import type { PythonFile, PythonRequestSite } from "./sites.ts";
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
  file: PythonFile,
): PlainSite | PythonRequestSite | undefined {
  const { scopes, text } = file;
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
    const site = {
      ...{ start: call.from, end: value.to, rule: "code.raw-http", vendor: address.vendor, workload: null },
      ...{ kind: "raw-http" as const, api: `${name} ${address.host}`, tier: "host" as const, state: "direct" as const },
    };
    const message = `This request goes to ${address.vendor.name} at ${address.host} directly, past routing policy, budgets and fallback.`;
    const parts = pythonRequestParts(args, value, address.vendor.id, file);
    if (!parts || environmentObstacle({ call, callee }, file) !== undefined) {
      return { ...site, form: "plain", message: `${message} ${REQUEST_ADVICE}.` };
    }
    return {
      ...{ ...site, form: "python-request", call, callee, parts, message, advice: REQUEST_ADVICE },
      ...{ title: "Send it to the gateway", suggestion: REQUEST_SUGGESTION, obstacle: undefined, caution: undefined },
      ...{ surface: address.vendor.id, leaves: false },
    };
  }
  return undefined;
}
