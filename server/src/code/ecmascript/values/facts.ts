/** The facts of one file: what it exports, and what it calls that may be a client's. */

import { Places } from "../../text/places.ts";
import { placed, type UnplacedCall } from "../../values/placed-call.ts";
import {
  type CallFact,
  type ClientFact,
  type FileFacts,
  isImportOf,
  ONLY_LOOKING,
  type Value,
} from "../../values/value.ts";
import { found } from "../../vendors/rows.ts";
import { readOptions } from "../options.ts";
import type { Scopes } from "../scopes.ts";
import type { FileAnalysis } from "../sites.ts";
import { ancestor, isAssignment, literalText, propertyNameText, ts, unwrap } from "../syntax.ts";
import { ValueReader } from "./read-values.ts";

/** The options by which any vendor's client may be aimed elsewhere. */
const ANY_CLIENT = found("client");

/** The facts of a file whose sites are known, each worked out when it is asked for. */
export function factsOf(analysis: FileAnalysis): FileFacts {
  const { sourceFile, text, scopes, sites, mocked } = analysis;
  const clients = new Map<string, ClientFact>();
  for (const site of sites) {
    if (site.kind !== "client-construction" || site.form === "subclass") continue;
    const { vendor, state, workload } = site;
    const client = { vendor: vendor.id, object: site.object ?? "", state, certain: true, workload };
    clients.set(`${site.start}:${site.end}`, client);
  }
  const reader = new ValueReader(sourceFile, scopes, mocked, (start, end) => clients.get(`${start}:${end}`));
  let exported: ReturnType<typeof exportsOf> | undefined;
  let calls: CallFact[] | undefined;
  const own = () => {
    exported ??= exportsOf(sourceFile, reader);
    return exported;
  };
  return {
    get exports() {
      return own().exports;
    },
    get stars() {
      return own().stars;
    },
    get calls() {
      calls ??= [...callsOf(analysis.calls, text, reader), ...constructionsOf(scopes, text, reader)];
      return calls;
    },
    get locals() {
      return reader.locals();
    },
    imports: importsOf(sourceFile, analysis.calls),
    mocked: [...mocked],
  };
}

function callsOf(nodes: readonly ts.CallExpression[], text: string, reader: ValueReader): CallFact[] {
  const places = new Places(text);
  const found: CallFact[] = [];
  for (const node of nodes) {
    const call = isLoader(node) ? undefined : callFact(node, reader);
    if (call) found.push(placed(call, places));
    for (const argument of node.arguments) {
      const handed = handedFact(argument, node, reader);
      if (handed) found.push(placed(handed, places));
    }
  }
  return found;
}

/** What is made with `new` of something that may be a vendor's class by way of other files, or of a package loaded late. */
function constructionsOf(scopes: Scopes, text: string, reader: ValueReader): CallFact[] {
  const places = new Places(text);
  return scopes.nodes.flatMap((node) => {
    if (!ts.isNewExpression(node)) return [];
    const callee = reader.valueOf(node.expression);
    if (callee.is === "unknown" || callee.is === "local" || reader.valueOf(node).is === "client") return [];
    // What the file imports itself has been judged by its bindings already.
    if (isImportOf(callee, (from) => scopes.vendors.module(from) !== undefined)) return [];
    const { state } = readOptions(node.arguments, ANY_CLIENT, scopes).address;
    const made = { callee, members: [], root: undefined, constructs: state };
    return [placed({ ...made, start: node.getStart(), end: node.expression.getEnd() }, places)];
  });
}

function importsOf(sourceFile: ts.SourceFile, calls: readonly ts.CallExpression[]): string[] {
  const imports = new Set<string>();
  for (const statement of sourceFile.statements) {
    if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) {
      add(imports, literalText(statement.moduleSpecifier));
    } else if (ts.isImportEqualsDeclaration(statement) && ts.isExternalModuleReference(statement.moduleReference)) {
      add(imports, literalText(statement.moduleReference.expression));
    }
  }
  for (const call of calls) if (isLoader(call)) add(imports, literalText(call.arguments[0]));
  return [...imports];
}

function isLoader({ expression }: ts.CallExpression): boolean {
  return (
    expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === "require")
  );
}

function add(to: Set<string>, specifier: string | undefined): void {
  if (specifier !== undefined) to.add(specifier);
}

/** A member of a client that is passed to a function, which then calls it. */
function handedFact(argument: ts.Expression, node: ts.CallExpression, reader: ValueReader): UnplacedCall | undefined {
  if (!ts.isPropertyAccessExpression(argument)) return undefined;
  if (!reader.scopes.vendors.maySend(argument.name.text)) return undefined;
  const value = reader.valueOf(argument);
  if (value.is === "unknown" || ONLY_LOOKING.test(node.expression.getText())) return undefined;
  const { members, root } = namesOf(argument);
  return { callee: value, members, root, handed: true, start: argument.getStart(), end: argument.getEnd() };
}

/** The names of a chain of members, and the one that it begins with. */
function namesOf(expression: ts.Expression): { members: string[]; root: string | undefined } {
  const members: string[] = [];
  let at = expression;
  while (ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at)) {
    const name = ts.isPropertyAccessExpression(at) ? at.name.text : literalText(at.argumentExpression);
    members.unshift(name ?? "[…]");
    at = unwrap(at.expression);
  }
  return { members, root: ts.isIdentifier(at) ? at.text : undefined };
}

const PASSING_ON = new Set(["bind", "call", "apply"]);

/** What is called: the method itself where `bind`, `call` or `apply` is a method's own. */
function calledIn(node: ts.CallExpression, reader: ValueReader): ts.Expression {
  const callee = unwrap(node.expression);
  if (!ts.isPropertyAccessExpression(callee) || !PASSING_ON.has(callee.name.text)) return callee;
  const method = unwrap(callee.expression);
  return ts.isPropertyAccessExpression(method) && reader.scopes.vendors.maySend(method.name.text) ? method : callee;
}

function callFact(node: ts.CallExpression, reader: ValueReader): UnplacedCall | undefined {
  const callee = calledIn(node, reader);
  const { vendors } = reader.scopes;
  // Most calls end with a name that no client has.
  if (ts.isPropertyAccessExpression(callee) && !vendors.maySend(callee.name.text)) return undefined;
  const { members, root } = namesOf(callee);
  const last = members.at(-1);
  if (last !== undefined) {
    if (!vendors.maySend(last)) return undefined;
  } else if (!ts.isIdentifier(callee) || !mayBeProvider(callee, reader)) return undefined;
  const value = reader.valueOf(callee);
  if (value.is === "unknown" && (last === undefined || vendors.tellingBy(last).length === 0)) return undefined;
  const model = modelOf(node, reader);
  const command = last === "send" ? commandName(node) : undefined;
  return {
    ...{ callee: value, members, root, start: node.getStart(), end: callee.getEnd() },
    ...(model ? { model } : {}),
    ...(command === undefined ? {} : { command }),
  };
}

/** Whether a name alone that is called may be a function of a vendor's, or what one has made. */
function mayBeProvider(callee: ts.Identifier, reader: ValueReader): boolean {
  const declaration = reader.scopes.resolve(callee);
  return (
    declaration !== undefined &&
    (ts.isImportSpecifier(declaration) ||
      ts.isImportClause(declaration) ||
      ts.isBindingElement(declaration) ||
      ts.isVariableDeclaration(declaration))
  );
}

function modelOf(node: ts.CallExpression, reader: ValueReader): UnplacedCall["model"] {
  const [first] = node.arguments;
  const argument = first && unwrap(first);
  if (argument && ts.isStringLiteralLike(argument)) {
    return { text: argument.text, start: argument.getStart(), end: argument.getEnd() };
  }
  const options = argument && optionsIn(argument);
  const property = options?.properties.find((one) => {
    const name = ts.isSpreadAssignment(one) ? undefined : propertyNameText(one.name);
    return name === "model" || name === "modelId";
  });
  if (!property) return undefined;
  if (ts.isShorthandPropertyAssignment(property)) return { value: reader.named(property.name) };
  if (!ts.isPropertyAssignment(property)) return undefined;
  const value = unwrap(property.initializer);
  if (ts.isStringLiteralLike(value)) return { text: value.text, start: value.getStart(), end: value.getEnd() };
  return { value: reader.valueOf(value) };
}

function optionsIn(argument: ts.Expression): ts.ObjectLiteralExpression | undefined {
  if (ts.isObjectLiteralExpression(argument)) return argument;
  const [inner] = ts.isNewExpression(argument) ? (argument.arguments ?? []) : [];
  return inner && ts.isObjectLiteralExpression(unwrap(inner))
    ? (unwrap(inner) as ts.ObjectLiteralExpression)
    : undefined;
}

function commandName(node: ts.CallExpression): string | undefined {
  const [first] = node.arguments;
  const made = first && unwrap(first);
  if (!made || !ts.isNewExpression(made)) return undefined;
  return ts.isPropertyAccessExpression(made.expression) ? made.expression.name.text : made.expression.getText();
}

function exportsOf(sourceFile: ts.SourceFile, reader: ValueReader): Pick<FileFacts, "exports" | "stars"> {
  const exports: Record<string, Value> = {};
  const stars: string[] = [];
  const set = (name: string | undefined, value: Value) => {
    if (name !== undefined && value.is !== "unknown") exports[name] = value;
  };
  for (const statement of sourceFile.statements) {
    if (ts.isExportDeclaration(statement)) exportDeclaration(statement);
    else if (ts.isExportAssignment(statement)) {
      set(statement.isExportEquals ? "=" : "default", reader.valueOf(statement.expression));
    } else if (ts.isExpressionStatement(statement)) commonJs(statement.expression);
    else if (ts.canHaveModifiers(statement) && hasExport(statement)) declaration(statement);
  }
  return { exports, stars };

  function exportDeclaration(node: ts.ExportDeclaration): void {
    const from = literalText(node.moduleSpecifier);
    const clause = node.exportClause;
    if (!clause) {
      if (from !== undefined) stars.push(from);
    } else if (ts.isNamespaceExport(clause)) {
      if (from !== undefined) set(clause.name.text, { is: "import", from, name: "*" });
    } else {
      for (const element of clause.elements) {
        const own = element.propertyName ?? element.name;
        const value: Value =
          from !== undefined
            ? { is: "import", from, name: own.text }
            : ts.isIdentifier(own)
              ? reader.named(own)
              : { is: "unknown" };
        set(element.name.text, value);
      }
    }
  }

  function declaration(statement: ts.Statement): void {
    const isDefault =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
    if (ts.isVariableStatement(statement)) {
      for (const variable of statement.declarationList.declarations) {
        if (ts.isIdentifier(variable.name)) set(variable.name.text, reader.declared(variable));
        else
          for (const element of variable.name.elements) {
            if (ts.isBindingElement(element) && ts.isIdentifier(element.name))
              set(element.name.text, reader.declared(element));
          }
      }
    } else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
      set(isDefault ? "default" : statement.name?.text, reader.local(statement));
    } else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
      set(statement.name.text, reader.named(statement.name));
    }
  }

  /** `module.exports = …`, `exports.client = …`. */
  function commonJs(expression: ts.Expression): void {
    if (!ts.isBinaryExpression(expression) || !isAssignment(expression.operatorToken.kind)) return;
    const { left, right } = expression;
    if (!ts.isPropertyAccessExpression(left) || ancestor(left, ts.isFunctionLike)) return;
    const owner = left.expression.getText();
    if (owner === "module" && left.name.text === "exports") set("=", reader.valueOf(right));
    else if (owner === "exports" || owner === "module.exports") set(left.name.text, reader.valueOf(right));
  }
}

function hasExport(node: ts.Statement): boolean {
  return (
    (ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) ??
    false
  );
}
