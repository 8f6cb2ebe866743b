/** Reads one Python file. */
import type { PlainSite } from "../ecmascript/sites.ts";
import type { FindingState } from "../types.ts";
import { addressOfExpression, type PythonAddress, pythonAddress } from "./address.ts";
import { PythonScopes } from "./scopes.ts";
import { type Argument, argumentsOf, parsePython, type SyntaxNode, stringText, visitPython } from "./syntax.ts";
import { isPythonFactory, type PythonClient, pythonClass, pythonService } from "./tables.ts";

const REQUEST_METHODS = new Set(["get", "post", "put", "patch", "request", "stream", "urlopen", "Request"]);
const REQUEST_CLIENTS = new Set(["Client", "AsyncClient", "ClientSession"]);
const ADDRESS_KEYWORDS = new Set(["url", "base_url"]);
const MOST_STEPS = 20;

const RULES: Readonly<Record<FindingState, string>> = {
  direct: "code.direct-client",
  gateway: "code.gateway-client",
  "other-gateway": "code.other-gateway-client",
  local: "code.local-client",
  unknown: "code.unknown-address-client",
};

/** Finds vendors' clients in a Python file. Never throws: broken text is read as far as it goes. */
export function analysePython(text: string): PlainSite[] {
  const root = parsePython(text);
  const reader = new Reader(text, new PythonScopes(root, text));
  const sites: PlainSite[] = [];
  visitPython(root, (node) => {
    const site =
      node.name === "CallExpression"
        ? reader.call(node)
        : node.name === "ClassDefinition"
          ? reader.subclass(node)
          : undefined;
    if (site) sites.push(site);
  });
  return sites.sort((a, b) => a.start - b.start);
}

class Reader {
  readonly #text: string;
  readonly #scopes: PythonScopes;

  constructor(text: string, scopes: PythonScopes) {
    this.#text = text;
    this.#scopes = scopes;
  }

  call(node: SyntaxNode): PlainSite | undefined {
    const callee = node.firstChild;
    if (!callee) return undefined;
    const args = argumentsOf(node.getChild("ArgList"), this.#text);
    const path = this.#path(callee, MOST_STEPS);
    const client = path === undefined ? undefined : (pythonClass(path) ?? this.#service(path, args));
    if (!client) return this.#request(node, callee, args);
    const address = pythonAddress(args, client.addressKeywords, this.#scopes, this.#text);
    const api = client.name.includes("(") ? client.name : `${client.name}()`;
    return site(callee.from, callee.to, api, client, address);
  }

  subclass(node: SyntaxNode): PlainSite | undefined {
    for (const { value, keyword } of argumentsOf(node.getChild("ArgList"), this.#text)) {
      const path = keyword === undefined ? this.#path(value, MOST_STEPS) : undefined;
      const client = path === undefined ? undefined : pythonClass(path);
      if (!client) continue;
      const address: PythonAddress = { state: "direct", host: undefined, vendor: undefined };
      return {
        ...site(value.from, value.to, `class of ${client.name}`, client, address),
        rule: "code.direct-subclass",
      };
    }
    return undefined;
  }

  /** The dotted path of an expression that leads to an import, calls on the way as `()`. */
  #path(node: SyntaxNode, steps: number): string | undefined {
    if (steps === 0) return undefined;
    if (node.name === "VariableName") {
      const binding = this.#scopes.resolve(node);
      if (binding?.kind === "import") return binding.path;
      return binding?.kind === "value" ? this.#path(binding.value, steps - 1) : undefined;
    }
    if (node.name === "MemberExpression") {
      const owner = node.firstChild && this.#path(node.firstChild, steps - 1);
      const member = node.getChild("PropertyName");
      return owner && member ? `${owner}.${this.#text.slice(member.from, member.to)}` : undefined;
    }
    if (node.name === "CallExpression") {
      const callee = node.firstChild && this.#path(node.firstChild, steps - 1);
      return callee ? `${callee}()` : undefined;
    }
    return undefined;
  }

  #service(path: string, args: readonly Argument[]): PythonClient | undefined {
    if (!isPythonFactory(path)) return undefined;
    const named = args.find(({ keyword }) => keyword === "service_name") ?? args[0];
    if (!named || named.unpacked || (named.keyword !== undefined && named.keyword !== "service_name")) return undefined;
    const service = stringText(named.value, this.#text);
    return service?.complete ? pythonService(path, service.text) : undefined;
  }

  #request(node: SyntaxNode, callee: SyntaxNode, args: readonly Argument[]): PlainSite | undefined {
    const name = this.#text.slice(callee.from, callee.to);
    const last = name.slice(name.lastIndexOf(".") + 1);
    if (!REQUEST_METHODS.has(last) && !REQUEST_CLIENTS.has(last)) return undefined;
    for (const { keyword, value } of args) {
      if (keyword !== undefined && !ADDRESS_KEYWORDS.has(keyword)) continue;
      const address = addressOfExpression(value, this.#scopes, this.#text);
      if (address.state !== "direct" || !address.vendor) continue;
      return {
        ...{ form: "plain", start: node.from, end: value.to, rule: "code.raw-http", vendor: address.vendor },
        ...{ kind: "raw-http", api: `${name} ${address.host}`, tier: "host", state: "direct", workload: null },
        message:
          `This request goes to ${address.vendor.name} at ${address.host} directly, past routing policy, budgets and fallback. ` +
          "Send it to the gateway (FAIRLEAD_URL) with its key (FAIRLEAD_KEY) and the header fairlead-workload; the path stays.",
      };
    }
    return undefined;
  }
}

function site(start: number, end: number, api: string, client: PythonClient, address: PythonAddress): PlainSite {
  const { state } = address;
  return {
    ...{ form: "plain", start, end, rule: RULES[state], vendor: client.vendor },
    ...{ kind: "client-construction", api, tier: "certain", state, workload: null },
    message: message(client, address),
  };
}

function message(client: PythonClient, { state, host }: PythonAddress): string {
  const { name, vendor } = client;
  const advice = client.addressKeywords.includes("endpoint_url")
    ? 'endpoint_url=os.environ["FAIRLEAD_URL"], with the gateway\'s key in AWS_BEARER_TOKEN_BEDROCK'
    : 'base_url=os.environ["FAIRLEAD_URL"] (with /v1 for OpenAI), api_key=os.environ["FAIRLEAD_KEY"] and default_headers={"fairlead-workload": "…"}';
  switch (state) {
    case "gateway":
      return `${name} goes through the gateway.`;
    case "local":
      return `${name} points at this machine (${host}), past the gateway's policy and budgets.`;
    case "other-gateway":
      return `${name} points at another address (${host}), past Fairlead's policy and budgets.`;
    case "unknown":
      return `${name} points at an address that only a run would tell; at ${vendor.name}'s own it passes the policy by.`;
    case "direct":
      return `${name} calls ${host ?? vendor.name} directly, past routing policy, budgets and fallback. Aim it at the gateway by hand: ${advice}.`;
  }
}
