/** Parsing TypeScript and JavaScript, and small questions about their nodes. No type checker. */
import ts from "@ts-morph/common/dist/typescript.js";

export { ts };

const SCRIPT_KINDS: Readonly<Record<string, ts.ScriptKind>> = {
  ts: ts.ScriptKind.TS,
  mts: ts.ScriptKind.TS,
  cts: ts.ScriptKind.TS,
  tsx: ts.ScriptKind.TSX,
  // Many a .js file holds JSX, and the JavaScript parser reads both.
  js: ts.ScriptKind.JSX,
  mjs: ts.ScriptKind.JSX,
  cjs: ts.ScriptKind.JSX,
  jsx: ts.ScriptKind.JSX,
};

function extensionOf(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1).toLowerCase();
}

/** The syntax tree of a file. Never throws: broken text makes a tree with errors, see `syntaxErrors`. */
export function parse(path: string, text: string): ts.SourceFile {
  return parsed(path, text, true);
}

/** The same without parents, for whoever walks through the whole tree with `visitLinking` in any case. */
export function parseUnlinked(path: string, text: string): ts.SourceFile {
  return parsed(path, text, false);
}

function parsed(path: string, text: string, withParents: boolean): ts.SourceFile {
  return ts.createSourceFile(
    path,
    readable(text),
    { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
    withParents,
    SCRIPT_KINDS[extensionOf(path)] ?? ts.ScriptKind.TSX,
  );
}

/** The text as the parser takes it, of the same length. */
export function readable(text: string): string {
  // Node takes a byte order mark before `#!`, and the parser does not; a comment of the same length it does.
  return text.startsWith("\uFEFF#!") ? `\uFEFF//${text.slice(3)}` : text;
}

/** How many syntax errors the parser met. */
export function syntaxErrors(sourceFile: ts.SourceFile): number {
  // The parser keeps them on the file, and only a whole program has a public way to them.
  return (sourceFile as ts.SourceFile & { parseDiagnostics?: readonly unknown[] }).parseDiagnostics?.length ?? 0;
}

/** Whether the file is JavaScript, where types stand in comments. */
export function isJavaScript(path: string): boolean {
  return /js$|jsx$/.test(extensionOf(path));
}

/** The expression within parentheses, type assertions and non-null marks. */
export function unwrap(expression: ts.Expression): ts.Expression {
  let inner = expression;
  while (isKind(WRAPPERS, inner)) inner = (inner as ts.ParenthesizedExpression).expression;
  return inner;
}

/** Kinds of nodes as a table: what is asked of every node of a file must cost next to nothing. */
type Kinds = Uint8Array;

export function kindsOf(...kinds: readonly ts.SyntaxKind[]): Kinds {
  const table = new Uint8Array(ts.SyntaxKind.Count);
  for (const kind of kinds) table[kind] = 1;
  return table;
}

export function isKind(kinds: Kinds, node: ts.Node): boolean {
  return kinds[node.kind] === 1;
}

const WRAPPERS = kindsOf(
  ts.SyntaxKind.ParenthesizedExpression,
  ts.SyntaxKind.AsExpression,
  ts.SyntaxKind.SatisfiesExpression,
  ts.SyntaxKind.NonNullExpression,
  ts.SyntaxKind.TypeAssertionExpression,
);

/** The identifier at the beginning of a chain of members: `a` in `a.b.c`. */
export function rootIdentifier(expression: ts.Expression): ts.Identifier | undefined {
  let at = unwrap(expression);
  while (ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at)) at = unwrap(at.expression);
  return ts.isIdentifier(at) ? at : undefined;
}

/** The text of a string literal or a template without substitutions. */
export function literalText(node: ts.Node | undefined): string | undefined {
  return node && ts.isStringLiteralLike(node) ? node.text : undefined;
}

/** The name of a property or binding where it is written out. */
export function propertyNameText(name: ts.PropertyName | ts.BindingName | undefined): string | undefined {
  if (!name) return undefined;
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text;
  if (ts.isComputedPropertyName(name)) return literalText(name.expression);
  return undefined;
}

// Far below what overflows the stack, and far above what people write.
const DEEPEST = 500;

/** Visits a node and everything below it, parents first, in order of place. */
export function visit(node: ts.Node, visitor: (node: ts.Node) => void): void {
  let depth = 0;
  const each = (child: ts.Node): void => {
    if (depth === DEEPEST) {
      visitDeep(child, visitor);
      return;
    }
    visitor(child);
    depth++;
    ts.forEachChild(child, each);
    depth--;
  };
  each(node);
}

/** The same, giving each node its parent on the way. */
export function visitLinking(root: ts.SourceFile, visitor: (node: ts.Node) => void): void {
  let parent: ts.Node = root;
  let depth = 0;
  const each = (child: ts.Node): void => {
    (child as { parent: ts.Node }).parent = parent;
    if (depth === DEEPEST) {
      linkDeep(child);
      visitDeep(child, visitor);
      return;
    }
    visitor(child);
    const outer = parent;
    parent = child;
    depth++;
    ts.forEachChild(child, each);
    depth--;
    parent = outer;
  };
  visitor(root);
  ts.forEachChild(root, each);
}

function linkDeep(node: ts.Node): void {
  const waiting: ts.Node[] = [node];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const parent = next;
    ts.forEachChild(parent, (child) => {
      (child as { parent: ts.Node }).parent = parent;
      waiting.push(child);
    });
  }
}

/** The same without recursion, which costs more: a long concatenation is a tree as deep as it has parts. */
function visitDeep(node: ts.Node, visitor: (node: ts.Node) => void): void {
  const waiting: ts.Node[] = [node];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    visitor(next);
    const children: ts.Node[] = [];
    ts.forEachChild(next, (child) => {
      children.push(child);
    });
    for (let index = children.length - 1; index >= 0; index--) waiting.push(children[index] as ts.Node);
  }
}

/** The nearest ancestor, the node itself included, that passes the test. */
export function ancestor<T extends ts.Node>(
  node: ts.Node | undefined,
  test: (node: ts.Node) => node is T,
): T | undefined {
  for (let at = node; at; at = at.parent) if (test(at)) return at;
  return undefined;
}

/** Whether an operator assigns to its left side: `=`, `??=`. */
export function isAssignment(operator: ts.SyntaxKind): boolean {
  return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
}
