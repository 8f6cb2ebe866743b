/** Variables that held a vendor's options or classes, and that nothing uses once these are gone. */
import { indentation, lineEnd, lineStart, nextLine } from "../../text/style.ts";
import type { Leftover, TextEdit } from "../../types.ts";
import { type Declaration, declaredName } from "../declarations.ts";
import type { VendorTracer } from "../modules.ts";
import type { FileAnalysis } from "../sites.ts";
import { rootIdentifier, ts, unwrap, visit } from "../syntax.ts";
import { removeFromList } from "./list-edits.ts";

/** What is unused once some nodes are gone. */
export interface Unused {
  /** Declarations that may go. */
  pure: Declaration[];
  /** Those that stay, since making their values may do more. */
  impure: Declaration[];
  /** Whether a node is within what goes. */
  isGone(node: ts.Node): boolean;
}

/** All edits, with those that take away what is unused; and the names that stay although nothing uses them. */
export function withoutLeftovers(
  text: string,
  unused: Unused,
  edits: readonly TextEdit[],
): { edits: TextEdit[]; kept: Leftover[] } {
  const result = [...edits];
  const kept = unused.impure.map(leftover);
  for (const [statement, declarations] of byStatement(unused.pure)) {
    const own = removalEdits(text, statement, declarations);
    // Where a load is rewritten in the same statement, the two would get into each other's way.
    if (own.some((one) => edits.some(({ start, end }) => start < one.end && end > one.start))) {
      kept.push(...declarations.map(leftover));
    } else result.push(...own);
  }
  return { edits: result, kept: kept.sort((a, b) => a.offset - b.offset) };
}

function leftover(declaration: Declaration): Leftover {
  const name = declaredName(declaration)?.name ?? declaration;
  return { name: name.getText(), offset: name.getStart() };
}

/**
 * The declarations that only removed nodes refer to, and those that only such declarations refer to. `loaded` are
 * those of module loads, which have edits of their own.
 */
export function unusedAfter(
  { scopes }: FileAnalysis,
  tracer: VendorTracer,
  removed: readonly ts.Node[],
  loaded: ReadonlySet<Declaration>,
): Unused {
  const gone = [...removed];
  const pure = new Set<Declaration>();
  const impure = new Set<Declaration>();
  const isGone = (use: ts.Node) =>
    gone.some((node) => use.getStart() >= node.getStart() && use.getEnd() <= node.getEnd());
  const consider = (declaration: Declaration): void => {
    if (pure.has(declaration) || impure.has(declaration) || loaded.has(declaration) || isExported(declaration)) return;
    if (!ts.isVariableDeclaration(declaration) && !ts.isBindingElement(declaration)) return;
    if (!scopes.references(declaration).every(isGone)) return;
    const value = removableValue(declaration);
    if (!value || !isPure(value, tracer)) impure.add(declaration);
    else {
      pure.add(declaration);
      gone.push(declaration);
      const variable = ts.isBindingElement(declaration) ? declaration.parent.parent : undefined;
      if (variable && isEmptied(variable, pure)) gone.push(variable);
    }
  };
  // What goes may be the last to refer to something else, which then goes too.
  for (let index = 0; index < gone.length; index++) {
    visit(gone[index] as ts.Node, (node) => {
      const declaration = ts.isIdentifier(node) ? scopes.resolve(node) : undefined;
      if (declaration) consider(declaration);
    });
  }
  return { pure: [...pure], impure: [...impure], isGone };
}

/** Whether nothing is left of what a variable takes apart. */
function isEmptied(variable: ts.Node, unused: ReadonlySet<ts.Node>): boolean {
  if (!ts.isVariableDeclaration(variable) || !ts.isObjectBindingPattern(variable.name)) return false;
  return variable.name.elements.every((element) => unused.has(element));
}

function isExported(declaration: Declaration): boolean {
  return (ts.getCombinedModifierFlags(declaration as ts.Declaration) & ts.ModifierFlags.Export) !== 0;
}

/** The value that would no longer be made; undefined where the declaration is of a kind that stays. */
function removableValue(declaration: Declaration): ts.Expression | undefined {
  if (ts.isVariableDeclaration(declaration)) {
    return ts.isVariableStatement(declaration.parent.parent) ? declaration.initializer : undefined;
  }
  if (!ts.isBindingElement(declaration) || declaration.initializer || declaration.dotDotDotToken) return undefined;
  const { parent } = declaration;
  const variable = parent.parent;
  if (!ts.isObjectBindingPattern(parent) || !ts.isVariableDeclaration(variable)) return undefined;
  // A rest would begin to hold what is no longer taken out.
  if (parent.elements.some((element) => element.dotDotDotToken)) return undefined;
  return ts.isVariableStatement(variable.parent.parent) ? variable.initializer : undefined;
}

/** Whether making a value does nothing else, and can not fail. */
function isPure(expression: ts.Expression, tracer: VendorTracer): boolean {
  const node = unwrap(expression);
  if (ts.isLiteralExpression(node) || ts.isIdentifier(node)) return true;
  if (node.kind === ts.SyntaxKind.NullKeyword || node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return true;
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    return isEnvironment(node) || tracer.trace(node) !== undefined;
  }
  if (ts.isTemplateExpression(node)) return node.templateSpans.every((span) => isPure(span.expression, tracer));
  if (ts.isBinaryExpression(node)) {
    return PURE_OPERATORS.has(node.operatorToken.kind) && isPure(node.left, tracer) && isPure(node.right, tracer);
  }
  if (ts.isConditionalExpression(node)) {
    return [node.condition, node.whenTrue, node.whenFalse].every((part) => isPure(part, tracer));
  }
  return tracer.trace(node) !== undefined;
}

const PURE_OPERATORS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
]);

function isEnvironment(node: ts.Expression): boolean {
  const text = node.getText().replace(/[\s!?]/g, "");
  return rootIdentifier(node)?.text === "process" ? text.startsWith("process.env") : text.startsWith("import.meta.env");
}

function byStatement(unused: readonly Declaration[]): Map<ts.VariableStatement, Declaration[]> {
  const groups = new Map<ts.VariableStatement, Declaration[]>();
  for (const declaration of unused) {
    let at: ts.Node = declaration;
    while (!ts.isVariableStatement(at)) at = at.parent;
    groups.set(at, [...(groups.get(at) ?? []), declaration]);
  }
  return groups;
}

/** The edits that take declarations out of their statement: a single one where it goes whole. */
function removalEdits(text: string, statement: ts.VariableStatement, unused: readonly Declaration[]): TextEdit[] {
  const { declarations } = statement.declarationList;
  const set = new Set<ts.Node>(unused);
  const edits: TextEdit[] = [];
  const whole = declarations.filter((one) => {
    return set.has(one) || isEmptied(one, set);
  });
  if (whole.length === declarations.length) return [statementRemoval(text, statement)];
  if (whole.length > 0) edits.push(...removeFromList(text, [...declarations], new Set(whole)));
  for (const { name } of declarations.filter((one) => !whole.includes(one))) {
    if (!ts.isObjectBindingPattern(name) || !name.elements.some((element) => set.has(element))) continue;
    edits.push(...removeFromList(text, [...name.elements], set));
  }
  return edits;
}

/** Takes a statement away with its line, and with the second of two blank lines that would meet. */
function statementRemoval(text: string, statement: ts.Node): TextEdit {
  const start = statement.getStart();
  const end = statement.getEnd();
  const before = start - indentation(text, start).length;
  const alone = before === lineStart(text, start) && text.slice(end, lineEnd(text, end)).trim() === "";
  if (!alone) return { start, end: end + (/^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0), text: "" };
  const next = nextLine(text, end);
  const blankAfter = next < text.length && text.slice(next, lineEnd(text, next)).trim() === "";
  const blankBefore = /(?:^\uFEFF?|[\r\n])[ \t]*(?:\r\n|\n|\r)$/.test(text.slice(0, before));
  return { start: before, end: blankAfter && (blankBefore || before === 0) ? nextLine(text, next) : next, text: "" };
}
