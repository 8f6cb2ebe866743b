/** Finds which modules a test file replaces: what is constructed there calls nobody. */
import { literalText, ts } from "./syntax.ts";

const MOCKERS = new Set(["vi", "vitest", "jest"]);
const METHODS = new Set(["mock", "doMock", "unstable_mockModule", "setMock"]);

/** The specifier that a call like `vi.mock("openai")` replaces. */
export function mockedModule(node: ts.CallExpression): string | undefined {
  const callee = node.expression;
  if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression)) return undefined;
  if (!MOCKERS.has(callee.expression.text) || !METHODS.has(callee.name.text)) return undefined;
  const first = node.arguments[0];
  if (first && ts.isCallExpression(first) && first.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return literalText(first.arguments[0]);
  }
  return literalText(first);
}
