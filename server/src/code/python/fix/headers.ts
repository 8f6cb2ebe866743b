/** The workload's header, in the headers that a client has already or in headers of its own. */
import { beginsLine, indentation, lineEnding } from "../../text/style.ts";
import type { TextEdit } from "../../types.ts";
import { type Argument, childrenOf } from "../syntax.ts";

const KEYWORD = "default_headers";

/** The argument to add, or the edits of the one that is there. */
export function headerChange(
  text: string,
  args: readonly Argument[],
  workload: string,
  quote: string,
): { added: string[]; inner: TextEdit[] } {
  const entry = `${quote}fairlead-workload${quote}: ${quote}${workload}${quote}`;
  const value = args.find(({ keyword }) => keyword === KEYWORD)?.value;
  if (!value) return { added: [`${KEYWORD}={${entry}}`], inner: [] };
  const written = text.slice(value.from, value.to);
  if (written === "None") return { added: [], inner: [{ start: value.from, end: value.to, text: `{${entry}}` }] };
  if (value.name !== "DictionaryExpression") {
    const unpacked = /^[\w.]+$/.test(written) ? written : `(${written})`;
    return { added: [], inner: [{ start: value.from, end: value.to, text: `{**${unpacked}, ${entry}}` }] };
  }
  const [first, ...others] = childrenOf(value).filter(({ name }) => name !== "{" && name !== "}" && name !== "Comment");
  if (!first) return { added: [], inner: [{ start: value.from, end: value.to, text: `{${entry}}` }] };
  if ([first, ...others].some(({ name }) => name === "**")) {
    // What is unpacked later would win over what stands first.
    const last = others.findLast(({ name }) => name !== ",") ?? first;
    return { added: [], inner: [{ start: last.to, end: last.to, text: `, ${entry}` }] };
  }
  const separator = beginsLine(text, first.from) ? `,${lineEnding(text)}${indentation(text, first.from)}` : ", ";
  return { added: [], inner: [{ start: first.from, end: first.from, text: entry + separator }] };
}
