/** Finds calls on a package itself, which keeps a client of its own: `openai.chat.completions.create(…)`. */
import type { PlainSite } from "../sites.ts";
import { RULES, stateMessage } from "../states.ts";
import { addressOfExpression, type PythonAddress } from "./address.ts";
import type { PythonFile } from "./sites.ts";
import { childrenOf, type SyntaxNode, visitPython } from "./syntax.ts";

/** The site of a call by the dotted path of what is called; undefined for every other call. */
export function moduleCallSite(callee: SyntaxNode, path: string, file: PythonFile): PlainSite | undefined {
  const [module = "", resource = ""] = path.split(".");
  const vendor = file.scopes.vendors.vendors.find(({ python }) => python.moduleCalls?.module === module);
  if (!vendor?.python.moduleCalls?.resources.includes(resource) || path.includes("()")) return undefined;
  const { state, host } = moduleAddress(module, vendor.python.addressKeywords, file);
  return {
    ...{ form: "plain", start: callee.from, end: callee.to, rule: RULES[state], vendor, state, workload: null },
    ...{ kind: "call", api: path, tier: "certain" },
    message:
      stateMessage(path, vendor.name, state, host) +
      (state === "gateway"
        ? ""
        : " No automatic fix: the package's own client is for the whole program; make a client of its own."),
  };
}

/** Where the package is aimed by what the file assigns to it. */
function moduleAddress(module: string, names: readonly string[], { root, scopes, text }: PythonFile): PythonAddress {
  let address: PythonAddress = { state: "direct", host: undefined, vendor: undefined };
  visitPython(root, (node) => {
    const [target, operator, value] = node.name === "AssignStatement" ? childrenOf(node) : [];
    if (target?.name !== "MemberExpression" || operator?.name !== "AssignOp" || !value) return;
    const [owner = "", name = ""] = text.slice(target.from, target.to).split(".");
    if (owner === module && names.includes(name)) address = addressOfExpression(value, scopes, text);
  });
  return address;
}
