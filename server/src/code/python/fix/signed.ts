/**
 * Aiming a boto3 client at the gateway. boto3 sends a bearer token over HTTPS only, and a gateway beside the application
 * speaks plain HTTP: so signing goes off, and an event handler adds the key and the workload to every request.
 */
import { indentation } from "../../text/style.ts";
import type { TextEdit } from "../../types.ts";
import type { Judged } from "../doubts.ts";
import type { PythonFile, PythonSite } from "../sites.ts";
import { type Argument, argumentsOf, childrenOf, type SyntaxNode, statementOf } from "../syntax.ts";
import { argumentEdits } from "./argument-edits.ts";
import { innerIndentation, lineAfter, ownsLines } from "./lines.ts";

const IMPORTS = [
  { name: "UNSIGNED", module: "botocore", paths: ["botocore.UNSIGNED"] },
  { name: "Config", module: "botocore.config", paths: ["botocore.config.Config", "botocore.client.Config"] },
] as const;

/** Why such a client has no automatic fix; undefined where it has one. */
export function signedObstacle({ call, callee, args }: Judged, { scopes, text }: PythonFile): string | undefined {
  if (!clientName(call, text)) return "it is not assigned to a name on lines of its own: do that first";
  if (args.filter(({ keyword }) => keyword === undefined).length > 1) {
    return "its arguments have no keywords: give them theirs first";
  }
  for (const { name, paths } of IMPORTS) {
    const bound = scopes.resolveWord(name, callee);
    const fits = bound === undefined || (bound.kind === "import" && paths.some((path) => path === bound.path));
    if (!fits) return `the name ${name} stands for something else here`;
  }
  const config = configOf(args);
  if (
    config &&
    (!isConfigCall(config.value, text) || /\bsignature_version\b/.test(text.slice(config.from, config.to)))
  ) {
    return "its config is not written out here, or signs in its own way: give it signature_version=UNSIGNED by hand";
  }
  return undefined;
}

/** The edits that aim a client at the gateway, imports aside. */
export function signedEdits(site: PythonSite, workload: string, quote: string, { text }: PythonFile): TextEdit[] {
  const { call, args, client } = site;
  if (client.way?.kind !== "signed") return [];
  const q = (word: string) => quote + word + quote;
  const config = configOf(args);
  const list = config?.value.getChild("ArgList");
  const first = list && argumentsOf(list, text)[0];
  const unsigned = "signature_version=UNSIGNED";
  const inner = list ? [{ start: list.from + 1, end: list.from + 1, text: first ? `${unsigned}, ` : unsigned }] : [];
  const added = [`endpoint_url=os.environ[${q("FAIRLEAD_URL")}]`, ...(config ? [] : [`config=Config(${unsigned})`])];
  const dropped = new Set(client.way.vendorKeywords);
  const statement = statementOf(call);
  const other = quote === '"' ? "'" : '"';
  const step = innerIndentation(text, statement).slice(indentation(text, statement.from).length);
  const handler = lineAfter(
    text,
    statement,
    `${clientName(call, text)}.meta.events.register(`,
    `${step}${q("before-send.bedrock-runtime.*")},`,
    `${step}lambda request, **_: request.headers.update(`,
    `${step}${step}{`,
    `${step}${step}${step}${q("Authorization")}: f${quote}Bearer {os.environ[${other}FAIRLEAD_KEY${other}]}${quote},`,
    `${step}${step}${step}${q("fairlead-workload")}: ${q(workload)},`,
    `${step}${step}}`,
    `${step}),`,
    ")",
  );
  return [...argumentEdits(text, call, args, { dropped, added, at: "last", inner }), handler];
}

/** The imports that such clients need, below the import of the factory's own module. */
export function signedImports(sites: readonly PythonSite[], { text, scopes, root }: PythonFile): TextEdit[] {
  const edits: TextEdit[] = [];
  const done = new Set<number>();
  for (const site of sites) {
    const imported = importBehind(site.callee, root, text);
    if (!imported || done.has(imported.from)) continue;
    done.add(imported.from);
    const lines = IMPORTS.filter(
      ({ name }) => !scopes.resolveWord(name, site.callee) && (name !== "Config" || !configOf(site.args)),
    ).map(({ name, module }) => `from ${module} import ${name}`);
    if (lines.length > 0) edits.push(lineAfter(text, imported, ...lines));
  }
  return edits;
}

/** The import statement of boto3 that holds for a node: of its function, or of the file. */
function importBehind(node: SyntaxNode, root: SyntaxNode, text: string): SyntaxNode | undefined {
  const isOwn = (one: SyntaxNode) =>
    one.name === "ImportStatement" && /^(?:import|from)\s[^#]*\bboto3\b/.test(text.slice(one.from, one.to));
  for (let at = node.parent; at; at = at.parent) {
    if (at.name !== "Body" && at.name !== "Script") continue;
    const found = childrenOf(at).find(isOwn);
    if (found) return found;
  }
  // Loaded within a `try`, most often: there, since what is not installed is then dealt with.
  const tried = childrenOf(root)
    .filter(({ name }) => name === "TryStatement")
    .flatMap((one) => one.getChild("Body") ?? [])
    .flatMap(childrenOf)
    .find(isOwn);
  if (tried && ownsLines(text, tried)) return tried;
  const statements = childrenOf(root);
  const first = statements.findIndex(({ name }) => name === "ImportStatement");
  const after = statements.findIndex(({ name }, index) => index > first && name !== "ImportStatement");
  return statements[(after < 0 ? statements.length : after) - 1];
}

function configOf(args: readonly Argument[]): Argument | undefined {
  return args.find(({ keyword }) => keyword === "config");
}

function isConfigCall(value: SyntaxNode, text: string): boolean {
  return value.name === "CallExpression" && /(?:^|\.)Config$/.test(text.slice(value.from, value.firstChild?.to));
}

/** What the client is assigned to, where that is the whole of a statement with lines of its own. */
function clientName(call: SyntaxNode, text: string): string | undefined {
  const statement = call.parent;
  if (statement?.name !== "AssignStatement" || !ownsLines(text, statement)) return undefined;
  const [target, ...rest] = childrenOf(statement);
  const operators = rest.filter(({ name }) => name === "AssignOp");
  if (!target || operators.length !== 1 || rest.some(({ name }) => name === ",")) return undefined;
  return target.name === "VariableName" || target.name === "MemberExpression"
    ? text.slice(target.from, target.to)
    : undefined;
}
