/** Rewriting the options of one construction: the vendor's go, the workload comes, the rest stays byte for byte. */
import { beginsLine, indentation, lineEnding } from "../../text/style.ts";
import type { TextEdit } from "../../types.ts";
import type { ReadOptions } from "../options.ts";
import { ts } from "../syntax.ts";
import { removeFromList } from "./list-edits.ts";

/** The edits inside the parentheses of a construction or of `super(…)`. `quote` is the file's own. */
export function optionEdits(
  text: string,
  call: ts.NewExpression | ts.CallExpression,
  options: ReadOptions,
  workload: string,
  quote: string,
): TextEdit[] {
  const option = `workload: ${quote}${workload}${quote}`;
  const { literal, properties } = options;
  if (!literal) return [withoutArguments(text, call, option)];
  const elements = [...literal.properties];
  const first = elements[0];
  if (!first) return [{ start: literal.getStart(), end: literal.getEnd(), text: `{ ${option} }` }];
  const dropped = properties.filter(({ verdict }) => verdict === "drop").map(({ node }) => node);
  const [replaced, ...others] = dropped;
  if (!replaced) {
    const separator = beginsLine(text, first.getStart())
      ? `,${lineEnding(text)}${indentation(text, first.getStart())}`
      : ", ";
    return [{ start: first.getStart(), end: first.getStart(), text: option + separator }];
  }
  return [
    { start: replaced.getStart(), end: replaced.getEnd(), text: option },
    ...(others.length > 0 ? removeFromList(text, elements, new Set(others)) : []),
  ];
}

function withoutArguments(text: string, call: ts.NewExpression | ts.CallExpression, option: string): TextEdit {
  const end = call.getEnd();
  const bare = ts.isNewExpression(call) && call.arguments === undefined;
  if (bare) return { start: end, end, text: `({ ${option} })` };
  // The closing parenthesis is the last character, and only blanks and comments can stand before it.
  const blank = /[^\s(]/.test(text[end - 2] ?? "") ? " " : "";
  return { start: end - 1, end: end - 1, text: `${blank}{ ${option} }` };
}
