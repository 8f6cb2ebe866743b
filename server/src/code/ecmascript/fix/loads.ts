/** How a file loads a vendor's module, sorted by what an edit has to do about it. */
import type { Declaration } from "../declarations.ts";
import { isDynamicImport, type ModuleLoad } from "../modules.ts";
import type { ClassSite } from "../sites.ts";
import { ancestor, ts, unwrap } from "../syntax.ts";

/** The expression that names the client class: what is constructed, or extended. */
export function calleeOf(site: ClassSite): ts.Expression {
  return site.form === "construction" ? site.node.expression : site.heritage.expression;
}

export type LoadForm =
  | { form: "import"; node: ts.ImportDeclaration }
  | { form: "import-equals"; node: ts.ImportEqualsDeclaration }
  /** `const … = require("…")` or `= await import("…")`, with or without a member after it. */
  | { form: "declarator"; node: ts.VariableDeclaration; statement: ts.VariableStatement; call: ts.CallExpression }
  /** `new (require("…").X)()`: there is no binding to take away. */
  | { form: "inline"; call: ts.CallExpression }
  | { form: "other" };

/** The form of the load behind a site. */
export function loadForm(site: ClassSite): LoadForm {
  const { load } = site.thing;
  if (ts.isImportDeclaration(load)) return { form: "import", node: load };
  if (ts.isImportEqualsDeclaration(load)) return { form: "import-equals", node: load };
  if (isWithin(load, calleeOf(site))) return { form: "inline", call: load };
  const node = ancestor(load, ts.isVariableDeclaration);
  const statement = node && ts.isVariableDeclarationList(node.parent) ? node.parent.parent : undefined;
  if (!node || !statement || !ts.isVariableStatement(statement) || !initialisedBy(node, load)) return { form: "other" };
  return { form: "declarator", node, statement, call: load };
}

function isWithin(node: ts.Node, outer: ts.Node): boolean {
  return node.getStart() >= outer.getStart() && node.getEnd() <= outer.getEnd();
}

/** Whether the variable's value is the load, with nothing but members and an `await` around it. */
function initialisedBy(variable: ts.VariableDeclaration, load: ts.CallExpression): boolean {
  let at: ts.Expression | undefined = variable.initializer;
  while (at && at !== load) {
    const inner: ts.Expression = unwrap(at);
    if (ts.isPropertyAccessExpression(inner) || ts.isAwaitExpression(inner)) at = inner.expression;
    else if (inner === at) return false;
    else at = inner;
  }
  return at === load;
}

/** The bindings that a load declares, each with the node that stands for it in its list. */
export function bindingsOf(load: LoadForm): Declaration[] {
  if (load.form === "import") {
    const clause = load.node.importClause;
    if (!clause) return [];
    const named = clause.namedBindings;
    const others = !named ? [] : ts.isNamespaceImport(named) ? [named] : [...named.elements];
    return clause.name ? [clause, ...others] : others;
  }
  if (load.form === "import-equals") return [load.node];
  if (load.form !== "declarator") return [];
  const { name } = load.node;
  if (ts.isIdentifier(name)) return [load.node];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? [element] : []));
}

/** How the module is loaded, for a new load beside it: `require` by whatever name, or an import. */
export function loaderText(call: ts.CallExpression, module: string, quote: string): string {
  const specifier = `${quote}${module}${quote}`;
  return isDynamicImport(call) ? `await import(${specifier})` : `${call.expression.getText()}(${specifier})`;
}

export function isStatic(load: ModuleLoad): boolean {
  return !ts.isCallExpression(load);
}
