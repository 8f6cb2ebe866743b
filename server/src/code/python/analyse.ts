/** Reads one Python file. */
import { type MemberChain, unservedCall, unservedCaution } from "../client-calls.ts";
import type { PlainSite } from "../sites.ts";
import { RULES, stateMessage } from "../states.ts";
import type { VendorTables } from "../vendors/index.ts";
import type { PythonClient } from "../vendors/python-members.ts";
import { usualStateOf } from "../vendors/rows.ts";
import { type PythonAddress, pythonAddress } from "./address.ts";
import { pythonChain, pythonHolder } from "./chains.ts";
import { doubtsOf } from "./doubts.ts";
import { fieldsMadeHere } from "./made-here.ts";
import { moduleCallSite } from "./module-calls.ts";
import { requestSite } from "./requests.ts";
import { PythonScopes } from "./scopes.ts";
import type { PythonAnalysis, PythonFile, PythonRequestSite, PythonSite } from "./sites.ts";
import { type Argument, argumentsOf, parsePython, type SyntaxNode, visitPython } from "./syntax.ts";
import { pythonTexts } from "./texts.ts";

const MOST_STEPS = 20;

/** Finds vendors' clients in a Python file. Never throws: broken text is read as far as it goes. */
export function analysePython(text: string, vendors: VendorTables): PythonAnalysis {
  const root = parsePython(text);
  const scopes = new PythonScopes(root, text, vendors);
  const file: PythonFile = { text, root, scopes };
  const reader = new Reader(file);
  const sites: (PythonSite | PythonRequestSite | PlainSite)[] = [];
  const members: SyntaxNode[] = [];
  visitPython(root, (node) => {
    if (node.name === "CallExpression") {
      const site = reader.call(node);
      if (site) sites.push(site);
    } else if (node.name === "ClassDefinition") {
      const site = reader.subclass(node);
      if (site) sites.push(site);
    } else if (node.name === "MemberExpression") members.push(node);
  });
  const made = new Set(sites.map(({ start }) => start));
  const isClient = (call: SyntaxNode) => made.has(call.from);
  const chains = members.flatMap((node) => pythonChain(node, scopes, text, isClient) ?? []);
  const judged = sites.map((site) => (site.form === "python" ? withItsCalls(site, file, chains) : site));
  const ownFields = () => fieldsMadeHere(root, text, isClient);
  return { ...file, chains, ownFields, sites: judged.sort((a, b) => a.start - b.start) };
}

function withItsCalls(site: PythonSite, { scopes, text }: PythonFile, chains: readonly MemberChain[]): PythonSite {
  const holder = pythonHolder(site.call, scopes, text);
  const { leaves } = holder;
  const unserved = unservedCall(site.surface, holder, chains, []);
  if (!unserved) return { ...site, leaves };
  const line = text.slice(0, unserved.start).split(/\r\n|\n|\r/).length;
  return { ...site, leaves, caution: unservedCaution(unserved.call, `line ${line}`) };
}

class Reader {
  readonly #file: PythonFile;
  readonly #text: string;
  readonly #scopes: PythonScopes;

  constructor(file: PythonFile) {
    this.#file = file;
    this.#text = file.text;
    this.#scopes = file.scopes;
  }

  call(call: SyntaxNode): PythonSite | PythonRequestSite | PlainSite | undefined {
    const callee = call.firstChild;
    if (!callee) return undefined;
    const args = argumentsOf(call.getChild("ArgList"), this.#text);
    const path = this.#path(callee, MOST_STEPS);
    const client = path === undefined ? undefined : this.#client(path, args);
    if (!client) {
      const own = path === undefined ? undefined : moduleCallSite(callee, path, this.#file);
      return own ?? requestSite(call, callee, args, this.#file);
    }
    const address = withDefault(pythonAddress(args, client.addressKeywords, this.#scopes, this.#text), client);
    const api = client.name.includes("(") ? client.name : `${client.name}()`;
    const site = { ...siteBase(callee, api, client, address), form: "python" as const, call, callee, args, client };
    const workload = address.state === "gateway" ? this.#workload(args) : null;
    const surface = surfaceOf(client);
    return { ...site, ...adviceOf(client), ...doubtsOf(site, address, this.#file), surface, workload, leaves: false };
  }

  subclass(node: SyntaxNode): PlainSite | undefined {
    for (const { value, keyword } of argumentsOf(node.getChild("ArgList"), this.#text)) {
      const path = keyword === undefined ? this.#path(value, MOST_STEPS) : undefined;
      const member = path === undefined ? undefined : this.#scopes.vendors.python(path);
      if (member?.kind !== "class") continue;
      const { client } = member;
      const base = siteBase(value, `class of ${client.name}`, client, DIRECT);
      const message = `${base.message} ${byHand(client)}`.trimEnd();
      return { ...base, form: "plain", rule: "code.direct-subclass", message };
    }
    return undefined;
  }

  /** The dotted path of an expression that leads to an import, calls on the way as `()`. */
  #path(node: SyntaxNode, steps: number): string | undefined {
    if (steps === 0) return undefined;
    if (node.name === "VariableName") {
      const binding = this.#scopes.resolve(node);
      if (binding?.kind === "import") return binding.path;
      if (binding?.kind === "value") return this.#path(binding.value, steps - 1);
      return binding?.kind === "other" ? this.#eitherPath(node) : undefined;
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

  /** The path of the one import of a name that is a vendor's, where all that binds it are imports. */
  #eitherPath(name: SyntaxNode): string | undefined {
    const { vendors } = this.#scopes;
    const paths = this.#scopes.importsOf(name).map(({ path }) => path);
    return (
      paths.find((path) => vendors.python(path) !== undefined) ?? paths.find((path) => vendors.isPythonModule(path))
    );
  }

  /** What calling the member at a path makes. */
  #client(path: string, args: readonly Argument[]): PythonClient | undefined {
    const member = this.#scopes.vendors.python(path);
    if (member?.kind === "class" || member?.kind === "factory") return member.client;
    // `GenerativeModel.from_pretrained("…")`
    const owner = path.slice(0, path.lastIndexOf("."));
    if (!member && /\.from_\w+$/.test(path)) {
      const made = this.#scopes.vendors.python(owner);
      return made?.kind === "class" ? made.client : undefined;
    }
    if (member?.kind !== "services") return undefined;
    const named = args.find(({ keyword }) => keyword === "service_name") ?? args[0];
    if (!named || named.unpacked || (named.keyword !== undefined && named.keyword !== "service_name")) return undefined;
    // The name may be a constant, a default, or what the file itself passes.
    const services = pythonTexts(named.value, this.#scopes, this.#text);
    return services.map((service) => member.clients.get(service)).find((client) => client !== undefined);
  }

  /** The workload that a client of the gateway names in its headers. */
  #workload(args: readonly Argument[]): string | null {
    const headers = args.find(({ keyword }) => keyword !== undefined && HEADERS.has(keyword))?.value;
    const written = headers && this.#text.slice(headers.from, headers.to);
    return /["']fairlead-workload["']\s*:\s*["']([^"']+)["']/i.exec(written ?? "")?.[1] ?? null;
  }
}

/** The keyword arguments in which clients of any vendor take headers. */
const HEADERS = new Set(["default_headers", "additional_headers", "http_options"]);

/** Ollama is on this machine unless somebody says otherwise. */
function withDefault(address: PythonAddress, { vendor, name }: PythonClient): PythonAddress {
  const usual = address.state === "direct" && address.host === undefined ? usualStateOf(vendor, name) : undefined;
  return usual ? { ...address, state: usual, host: `${name}'s own default` } : address;
}

const DIRECT: PythonAddress = { state: "direct", host: undefined, vendor: undefined };

function byHand({ way }: PythonClient): string {
  if (way?.kind !== "class") return "";
  const { path, address, key, headers } = way.migration;
  const url = `os.environ["FAIRLEAD_URL"]${path === "" ? "" : ` + "${path}"`}`;
  return `Aim it at the gateway by hand: ${address}=${url}, ${key}=os.environ["FAIRLEAD_KEY"] and ${headers}={"fairlead-workload": "…"}.`;
}

function siteBase(callee: SyntaxNode, api: string, client: PythonClient, { state, host }: PythonAddress) {
  return {
    ...{ start: callee.from, end: callee.to, rule: RULES[state], vendor: client.vendor, api, state },
    ...{ kind: "client-construction" as const, tier: "certain" as const, workload: null, object: client.name },
    message: stateMessage(client.name, client.vendor.name, state, host),
  };
}

/** What the gateway answers of a client, by its name in the table of what is served. */
function surfaceOf({ way, vendor }: PythonClient): string {
  return (way?.kind === "class" ? way.migration.surface : undefined) ?? vendor.id;
}

function adviceOf({ way }: PythonClient): { title: string; advice: string } {
  const { address, key, headers } =
    way?.kind === "class" ? way.migration : { address: "base_url", key: "api_key", headers: "default_headers" };
  return {
    title: "Aim at the gateway",
    advice:
      way?.kind === "signed"
        ? "Aim it at the gateway with endpoint_url, without its own signature and with the gateway's key in a header"
        : `Aim it at the gateway with ${address}, ${key} and the header fairlead-workload${headers.includes(".") ? ` in ${headers}` : ""}`,
  };
}
