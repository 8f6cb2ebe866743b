/** Rewriting the arguments of one construction: the vendor's go, the gateway's come, the rest stays byte for byte. */
import { applyEdits } from "../../text/edits.ts";
import { beginsLine, indentation, lineEnd, lineEnding, lineStart, nextLine } from "../../text/style.ts";
import type { TextEdit } from "../../types.ts";
import { type Argument, type SyntaxNode, statementOf } from "../syntax.ts";
import { innerIndentation } from "./lines.ts";

export interface ArgumentChange {
  /** Keywords that go. */
  dropped: ReadonlySet<string>;
  added: readonly string[];
  /** Where the new ones stand where none goes. */
  at: "first" | "last";
  /** Edits within arguments that stay. */
  inner: readonly TextEdit[];
}

/** The edits between the parentheses of a call. */
export function argumentEdits(
  text: string,
  call: SyntaxNode,
  args: readonly Argument[],
  change: ArgumentChange,
): TextEdit[] {
  const list = call.getChild("ArgList");
  if (!list) return [];
  const goes = ({ keyword }: Argument) => keyword !== undefined && change.dropped.has(keyword);
  if (!/[\r\n]/.test(text.slice(list.from, list.to))) return [spreadOut(text, call, list, args, change, goes)];
  const [replaced, ...others] = args.filter(goes);
  const edits = [...change.inner, ...others.map((one) => removal(text, args, one))];
  const near = replaced ?? (change.at === "first" ? args[0] : args.at(-1));
  if (!near) return [{ start: list.from + 1, end: list.to - 1, text: change.added.join(", ") }];
  const separator = beginsLine(text, near.from) ? `,${lineEnding(text)}${indentation(text, near.from)}` : ", ";
  const added = change.added.join(separator);
  if (replaced) edits.push({ start: near.from, end: near.to, text: added });
  else if (change.at === "first") edits.push({ start: near.from, end: near.from, text: added + separator });
  else edits.push({ start: near.to, end: near.to, text: separator + added });
  return edits;
}

/** A list on one line would grow too long: one argument a line, as the usual formatters write it. */
function spreadOut(
  text: string,
  call: SyntaxNode,
  list: SyntaxNode,
  args: readonly Argument[],
  change: ArgumentChange,
  goes: (argument: Argument) => boolean,
): TextEdit {
  const kept = args
    .filter((one) => !goes(one))
    .map(({ from, to }) => {
      const own = change.inner.filter(({ start, end }) => start >= from && end <= to);
      return applyEdits(
        text.slice(from, to),
        own.map((edit) => ({ ...edit, start: edit.start - from, end: edit.end - from })),
      );
    });
  const items = change.at === "first" ? [...change.added, ...kept] : [...kept, ...change.added];
  const statement = statementOf(call);
  const inner = lineEnding(text) + innerIndentation(text, statement);
  const end = lineEnding(text) + indentation(text, statement.from);
  return { start: list.from + 1, end: list.to - 1, text: `${items.map((item) => `${inner}${item},`).join("")}${end}` };
}

/** Takes one argument away, with its line where it has one of its own. */
function removal(text: string, args: readonly Argument[], argument: Argument): TextEdit {
  const comma = /^\s*,/.exec(text.slice(argument.to))?.[0].length ?? 0;
  const end = argument.to + comma;
  const rest = text.slice(end, lineEnd(text, end));
  if (beginsLine(text, argument.from) && /^[ \t]*(?:#.*)?$/.test(rest)) {
    return { start: lineStart(text, argument.from), end: nextLine(text, end), text: "" };
  }
  const next = args.find(({ from }) => from > argument.from);
  // The comma before the last may stay: Python takes it.
  return { start: argument.from, end: next?.from ?? argument.to, text: "" };
}
