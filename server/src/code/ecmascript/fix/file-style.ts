/** How a file writes its module loads. */
import { lineEnding } from "../../text/style.ts";
import { type ModuleLoad, specifierOf } from "../modules.ts";
import { ts } from "../syntax.ts";

export interface FileStyle {
  quote: string;
  semicolon: string;
  /** What stands within the braces of an import: a blank, or nothing. */
  padding: string;
  lineEnding: string;
}

/** The style of the statement that loads a module and, for what it does not show, of the whole file. */
export function styleOf(text: string, load: ModuleLoad): FileStyle {
  const quote = specifierOf(load)?.getText()[0] ?? '"';
  const statement = ts.isCallExpression(load) ? enclosingStatement(load) : load;
  return {
    quote: quote === "'" ? "'" : '"',
    semicolon: statement.getText().endsWith(";") ? ";" : "",
    padding: TIGHT.test(text) && !PADDED.test(text) ? "" : " ",
    lineEnding: lineEnding(text),
  };
}

/** The braces of an import or of an export's list, with no blank behind them and with one. */
const BEFORE_BRACES = String.raw`^\uFEFF?[ \t]*(?:import|export)[ \t]+(?:type[ \t]+)?(?:[\w$]+[ \t]*,[ \t]*)?`;
const TIGHT = new RegExp(String.raw`${BEFORE_BRACES}\{[\w$]`, "m");
const PADDED = new RegExp(String.raw`${BEFORE_BRACES}\{ `, "m");

function enclosingStatement(node: ts.Node): ts.Node {
  let at = node;
  while (at.parent && !ts.isStatement(at)) at = at.parent;
  return at;
}
