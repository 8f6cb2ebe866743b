/** The facts of one Python file: what it exports, and what it calls that may be a client's. */

import type { PlainSite } from "../../sites.ts";
import { Places } from "../../text/places.ts";
import type { FindingState } from "../../types.ts";
import { placed, type UnplacedCall } from "../../values/placed-call.ts";
import {
  type CallFact,
  type ClientFact,
  type FileFacts,
  isImportOf,
  ONLY_LOOKING,
  oneOf,
  type Value,
} from "../../values/value.ts";
import { membersOfPython } from "../../vendors/served.ts";
import { ADDRESS_KEYWORDS, pythonAddress } from "../address.ts";
import type { PythonFile, PythonRequestSite, PythonSite } from "../sites.ts";
import { argumentsOf, type SyntaxNode, stringText, visitPython } from "../syntax.ts";
import { PythonValueReader } from "./read-values.ts";

const MODEL_KEYWORDS = new Set(["model", "modelId", "model_id", "model_name", "engine", "deployment_id"]);

/** Reads the facts of a file whose sites are known. */
export function pythonFacts(
  file: PythonFile,
  sites: readonly (PythonSite | PythonRequestSite | PlainSite)[],
): FileFacts {
  const { text, root, scopes } = file;
  const clients = new Map<string, ClientFact>();
  for (const site of sites) {
    if (site.kind !== "client-construction" || site.object === undefined || site.rule === "code.direct-subclass")
      continue;
    const { vendor, state, workload, object } = site;
    clients.set(`${site.start}:${site.end}`, { vendor: vendor.id, object, state, certain: true, workload });
  }
  const reader = new PythonValueReader(text, scopes, (start, end) => clients.get(`${start}:${end}`));
  const exports: Record<string, Value> = {};
  for (const [name, bindings] of scopes.globals()) {
    const value = oneOf(bindings.slice(0, 6).map((binding) => reader.bound(binding)));
    if (value.is !== "unknown") exports[name] = value;
  }
  const places = new Places(text);
  const calls: CallFact[] = [];
  visitPython(root, (node) => {
    if (node.name !== "CallExpression") return;
    const call = callFact(node, reader);
    for (const one of [...(call ? [call] : []), ...handedFacts(node, reader)]) calls.push(placed(one, places));
  });
  return {
    exports,
    stars: [...scopes.stars],
    locals: reader.locals(),
    calls,
    imports: [...scopes.modules],
    mocked: [],
  };
}

/** Members of clients that are passed to a function, which then calls them: `to_thread(client.responses.create)`. */
function handedFacts(node: SyntaxNode, reader: PythonValueReader): UnplacedCall[] {
  return argumentsOf(node.getChild("ArgList"), reader.text).flatMap(({ value: given, unpacked }): UnplacedCall[] => {
    const name = given.name === "MemberExpression" && !unpacked ? given.getChild("PropertyName") : null;
    if (!name || !node.firstChild) return [];
    const members = membersOfPython([reader.word(name)]);
    if (!reader.scopes.vendors.maySend(members[0] ?? "")) return [];
    const value = reader.valueOf(given);
    if (value.is === "unknown" || ONLY_LOOKING.test(reader.word(node.firstChild))) return [];
    const { names, root } = namesOf(given, reader);
    const model = modelOf(node, reader);
    return [
      {
        ...{ callee: value, members: membersOfPython(names), root, handed: true, start: given.from, end: given.to },
        ...(model && "text" in model && model.start > given.to ? { model } : {}),
      },
    ];
  });
}

/** The names of a chain of members, and the one that it begins with. */
function namesOf(node: SyntaxNode, reader: PythonValueReader): { names: string[]; root: string | undefined } {
  const names: string[] = [];
  let at: SyntaxNode | null = node;
  while (at?.name === "MemberExpression") {
    const name = at.getChild("PropertyName");
    names.unshift(name ? reader.word(name) : "[…]");
    at = at.firstChild;
  }
  return { names, root: at?.name === "VariableName" ? reader.word(at) : undefined };
}

function callFact(node: SyntaxNode, reader: PythonValueReader): UnplacedCall | undefined {
  const callee = node.firstChild;
  if (!callee) return undefined;
  const { vendors } = reader.scopes;
  const { names, root } = namesOf(callee, reader);
  const members = membersOfPython(names);
  const last = members.at(-1);
  if (last !== undefined) {
    // What a package itself is called by is in its own words.
    const own = names.at(-1) ?? "";
    if (!vendors.maySend(last) && !vendors.maySend(own) && !vendors.isClass(own) && !vendors.makesServices(own)) {
      return undefined;
    }
  } else if (callee.name !== "VariableName" && callee.name !== "CallExpression") return undefined;
  const value = reader.valueOf(callee);
  if (value.is === "unknown" && (last === undefined || vendors.tellingBy(last).length === 0)) return undefined;
  // Calling a class or function of one's own sends nothing by itself.
  if (value.is === "local") return undefined;
  const model = modelOf(node, reader);
  // What the file imports itself has been judged by its bindings already.
  const judged =
    value.is === "client" || isImportOf(value, (from, name) => vendors.python(`${from}.${name}`) !== undefined);
  const services = reader.servicesOf(callee, argumentsOf(node.getChild("ArgList"), reader.text));
  const mayMake = !judged && (last === undefined || services !== undefined || vendors.isClass(names.at(-1) ?? ""));
  const constructs = mayMake ? addressState(node, reader) : undefined;
  return {
    ...{ callee: value, members, root, start: callee.from, end: callee.to },
    ...(model ? { model } : {}),
    ...(constructs === undefined ? {} : { constructs }),
    ...(services ? { services } : {}),
  };
}

/** Where a client that a call may make points. */
function addressState(node: SyntaxNode, { scopes, text }: PythonValueReader): FindingState {
  return pythonAddress(argumentsOf(node.getChild("ArgList"), text), ADDRESS_KEYWORDS, scopes, text).state;
}

function modelOf(node: SyntaxNode, reader: PythonValueReader): UnplacedCall["model"] {
  const args = argumentsOf(node.getChild("ArgList"), reader.text);
  const given = args.find(({ keyword }) => keyword !== undefined && MODEL_KEYWORDS.has(keyword)) ?? args[0];
  if (!given || given.unpacked) return undefined;
  if (given.keyword === undefined && given !== args[0]) return undefined;
  const text = stringText(given.value, reader.text);
  if (text?.complete) return { text: text.text, start: given.value.from, end: given.value.to };
  return given.keyword === undefined ? undefined : { value: reader.valueOf(given.value) };
}
