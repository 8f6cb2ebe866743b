/** Why a Python client has no automatic fix, or one that wants a look. */
import { ACCOUNT_FIELDS, accountFieldObstacle, noGatewayClient, otherVendorCaution, stateObstacle } from "../states.ts";
import type { PythonWay } from "../vendors/python-members.ts";
import type { PythonAddress } from "./address.ts";
import { classImportDoubts } from "./fix/class-imports.ts";
import { signedObstacle } from "./fix/signed.ts";
import type { PythonFile, PythonSite } from "./sites.ts";
import {
  type Argument,
  childrenOf,
  enclosing,
  entriesOf,
  pythonErrors,
  type SyntaxNode,
  stringText,
  visitPython,
} from "./syntax.ts";

export interface Doubts {
  obstacle: string | undefined;
  caution: string | undefined;
}

export type Judged = Pick<PythonSite, "call" | "callee" | "args" | "client" | "state">;

/** What stands against a fix of a construction. */
export function doubtsOf(site: Judged, address: PythonAddress, file: PythonFile): Doubts {
  const { client, args, state, call } = site;
  const { way, vendor } = client;
  if (state !== "gateway" && !way) {
    return { obstacle: noGatewayClient(client.name, vendor, "python"), caution: undefined };
  }
  const obstacle =
    stateObstacle(state, address.host) ??
    unpackedObstacle(args) ??
    runTimeObstacle(args, client.addressKeywords, state) ??
    importObstacle(site, file) ??
    environmentObstacle(site, file) ??
    (enclosing(call, FORMATTED) ? "it stands within a formatted string: give it a name first" : undefined);
  if (obstacle !== undefined || !way) return { obstacle, caution: undefined };
  const readErrors =
    pythonErrors(file.root, file.text) > 0 ? "part of the file could not be read: see that it still works" : undefined;
  const others =
    otherVendorCaution(vendor.name, address.vendor?.name) ?? droppedCaution(args, way, file.text) ?? readErrors;
  if (way.kind === "signed") {
    return { obstacle: signedObstacle(site, file), caution: others ?? SIGNED_CAUTION };
  }
  const own = keywordDoubts(args, way, file.text);
  const imports = classImportDoubts(site, way, file);
  const always = way.migration.cautions?.[client.name];
  return { obstacle: own.obstacle ?? imports.obstacle, caution: others ?? own.caution ?? always ?? imports.caution };
}

const FORMATTED = new Set(["FormatString"]);

const SIGNED_CAUTION =
  "boto3 sends a bearer token over HTTPS only, so the fix switches its signature off and adds the gateway's key by an " +
  "event handler: see that nothing else of the client counts on AWS credentials";

/** Which of several imports made a name, only a run would tell. */
function importObstacle({ callee }: Judged, { scopes }: PythonFile): string | undefined {
  let root: SyntaxNode | null = callee;
  while (root && root.name !== "VariableName") root = root.firstChild;
  const several = root !== null && scopes.resolve(root)?.kind === "other";
  return several ? "its name is imported in more than one way here: decide which of them is meant" : undefined;
}

function unpackedObstacle(args: readonly Argument[]): string | undefined {
  const unpacked = args.find((one) => one.unpacked);
  return unpacked && "unpacked arguments may bring the vendor's options: decide which of them they hold";
}

function runTimeObstacle(args: readonly Argument[], keywords: readonly string[], state: string): string | undefined {
  if (state !== "unknown") return undefined;
  const names = keywords.map((keyword) => keyword.split(".")[0]);
  const named = args.find(({ keyword }) => keyword !== undefined && names.includes(keyword))?.keyword;
  return named && `${named} is only known at run time: decide whether that address is still wanted`;
}

/** The fix reads the environment, and must find the module by its own name. */
export function environmentObstacle(
  { call, callee }: Pick<Judged, "call" | "callee">,
  { scopes }: PythonFile,
): string | undefined {
  const bound = scopes.resolveWord("os", callee);
  if (!bound) return undefined;
  if (bound.kind !== "import" || !/^os(?:\.|$)/.test(bound.path)) {
    return "the name os stands for something else here: give the module another place first";
  }
  const own = enclosing(bound.statement, FUNCTIONS);
  // A function's own import is seen only below it; one at the top is repeated there where it comes too late.
  const late = own && (bound.statement.from > call.from || bound.statement.parent?.parent?.from !== own.from);
  return late ? "os is imported too late in this function: import it at the top" : undefined;
}

const FUNCTIONS = new Set(["FunctionDefinition", "LambdaExpression"]);

function droppedCaution(args: readonly Argument[], way: PythonWay, text: string): string | undefined {
  const keywords = way.kind === "class" ? way.migration.vendorKeywords : way.vendorKeywords;
  const dropped = args.find(
    ({ keyword, value }) => keyword && keywords.includes(keyword) && hasSideEffect(value, text),
  );
  return (
    dropped &&
    `the fix drops ${dropped.keyword} with the call that makes its value: see whether that call is still needed`
  );
}

function hasSideEffect(value: SyntaxNode, text: string): boolean {
  let found = false;
  if (value.name === "LambdaExpression") return false;
  visitPython(value, (node) => {
    if (node.name === "AwaitExpression" || node.name === "NamedExpression" || node.name === "YieldExpression")
      found = true;
    if (node.name !== "CallExpression" || !node.firstChild) return;
    // Reading the environment does nothing.
    if (!/^(?:(?:os\.)?(?:getenv|environ\.get)|SecretStr)$/.test(text.slice(node.firstChild.from, node.firstChild.to)))
      found = true;
  });
  return found;
}

function keywordDoubts(args: readonly Argument[], way: PythonWay & { kind: "class" }, text: string): Doubts {
  let obstacle: string | undefined;
  let caution: string | undefined;
  for (const { keyword, value } of args) {
    const refused = keyword === undefined ? undefined : way.migration.refusedKeywords?.[keyword];
    if (refused !== undefined) obstacle ??= `${keyword} stands in its way: ${refused}`;
    else if (keyword === undefined) obstacle ??= "its arguments have no keywords: rewrite it by hand";
    else if (way.migration.vendorKeywords.includes(keyword)) continue;
    else if (way.migration.applicationKeywords === "all" || way.migration.applicationKeywords.includes(keyword)) {
      const field = accountField(value, text);
      if (field !== undefined) obstacle ??= accountFieldObstacle(field);
      const isWritten = value.name === "DictionaryExpression" || text.slice(value.from, value.to) === "None";
      if (keyword === way.migration.headers && !isWritten) {
        caution ??= `${keyword} is not written out here: see that it is a dictionary`;
      }
      if (keyword === "http_client" && /\b(?:base_url|headers|auth)\s*=/.test(text.slice(value.from, value.to))) {
        caution ??= "its http_client has an address or headers of its own: see that they fit the gateway";
      }
      if (way.migration.headers.startsWith(`${keyword}.`)) obstacle ??= containerObstacle(keyword, value, text);
    } else {
      caution ??= `the option ${keyword} is not known to be the application's: see whether it means the same at the gateway`;
    }
  }
  return { obstacle, caution };
}

/** Why the headers can not be put into an argument that is there. */
function containerObstacle(keyword: string, value: SyntaxNode, text: string): string | undefined {
  const entries = entriesOf(value, text);
  if (!entries) return `${keyword} is not written out here: decide which of it belongs to the vendor`;
  if (entries.some(({ key }) => key === "api_version")) {
    return `${keyword} asks for a version of the vendor's API: take api_version out first`;
  }
  const headers = entries.find(({ key }) => key === "headers")?.value;
  const field = headers && accountField(headers, text);
  return field && accountFieldObstacle(field);
}

function accountField(value: SyntaxNode, text: string): string | undefined {
  if (value.name !== "DictionaryExpression") return undefined;
  const children = childrenOf(value);
  for (const [index, child] of children.entries()) {
    const key = children[index + 1]?.name === ":" ? stringText(child, text) : undefined;
    if (key && (ACCOUNT_FIELDS.test(key.text) || key.text.toLowerCase() === "fairlead-workload")) return key.text;
  }
  return undefined;
}
