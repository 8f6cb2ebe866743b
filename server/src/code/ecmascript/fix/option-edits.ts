/** Rewriting the options of one construction: the vendor's go, the gateway's come, the rest stays byte for byte. */
import type { TextEdit } from "../../types.ts";
import type { ReadOptions } from "../options.ts";
import { ts } from "../syntax.ts";
import { type OptionChange, objectEdits, objectText } from "./object-edits.ts";

/** The edits inside the parentheses of a construction, of a factory's call or of `super(…)`. */
export function optionEdits(
  text: string,
  call: ts.NewExpression | ts.CallExpression,
  { literal }: ReadOptions,
  change: OptionChange,
): TextEdit[] {
  return literal ? objectEdits(text, literal, change) : [withoutArguments(text, call, change)];
}

function withoutArguments(text: string, call: ts.NewExpression | ts.CallExpression, change: OptionChange): TextEdit {
  const end = call.getEnd();
  const options = objectText(text, call, change.settings);
  const bare = ts.isNewExpression(call) && call.arguments === undefined;
  if (bare) return { start: end, end, text: `(${options})` };
  // The closing parenthesis is the last character, and only blanks and comments can stand before it.
  const blank = /[^\s(]/.test(text[end - 2] ?? "") ? " " : "";
  return { start: end - 1, end: end - 1, text: `${blank}${options}` };
}
