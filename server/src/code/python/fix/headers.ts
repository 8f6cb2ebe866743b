/** The workload's header, in the headers that a client has already or in headers of its own. */
import { beginsLine, indentation, lineEnding } from "../../text/style.ts";
import type { TextEdit } from "../../types.ts";
import { type Argument, childrenOf, entriesOf, type SyntaxNode } from "../syntax.ts";

interface ArgumentAddition {
  added: string[];
  inner: TextEdit[];
}

/** The argument to add, or the edits of the one that is there. */
export function headerChange(
  text: string,
  args: readonly Argument[],
  keyword: string,
  workload: string,
  quote: string,
): ArgumentAddition {
  const entry = `${quote}fairlead-workload${quote}: ${quote}${workload}${quote}`;
  const value = args.find((one) => one.keyword === keyword)?.value;
  if (!value) return { added: [`${keyword}={${entry}}`], inner: [] };
  return { added: [], inner: entryEdits(text, value, entry) };
}

/**
 * The same where address and headers stand in one argument, a dictionary or a call that stands for one:
 * `http_options={"base_url": …, "headers": …}`.
 */
export function containerChange(
  text: string,
  args: readonly Argument[],
  keyword: string,
  url: string,
  workload: string,
  quote: string,
): ArgumentAddition {
  const entry = `${quote}fairlead-workload${quote}: ${quote}${workload}${quote}`;
  const value = args.find((one) => one.keyword === keyword)?.value;
  const [address, headers] = [`${quote}base_url${quote}: ${url}`, `${quote}headers${quote}: {${entry}}`];
  const whole = `{${address}, ${headers}}`;
  if (!value) return { added: [`${keyword}=${whole}`], inner: [] };
  if (text.slice(value.from, value.to) === "None") {
    return { added: [], inner: [{ start: value.from, end: value.to, text: whole }] };
  }
  const isCall = value.name === "CallExpression";
  const entries = entriesOf(value, text) ?? [];
  const given = (key: string) => entries.find((one) => one.key === key)?.value;
  const own = { url: given("base_url"), headers: given("headers") };
  const missing = [
    ...(own.url ? [] : [isCall ? `base_url=${url}` : address]),
    ...(own.headers ? [] : [isCall ? `headers={${entry}}` : headers]),
  ];
  const inner = [
    ...(own.url ? [{ start: own.url.from, end: own.url.to, text: url }] : []),
    ...(own.headers ? entryEdits(text, own.headers, entry) : []),
  ];
  const list = isCall ? value.getChild("ArgList") : value;
  const first = list?.firstChild?.nextSibling;
  if (missing.length === 0 || !list || !first) return { added: [], inner };
  const isEmpty = entries.length === 0;
  const begins = beginsLine(text, first.from) && first.name !== "Comment";
  const separator = begins ? `,${lineEnding(text)}${indentation(text, first.from)}` : ", ";
  const at = isEmpty ? list.from + 1 : first.from;
  inner.push({ start: at, end: at, text: missing.join(separator) + (isEmpty ? "" : separator) });
  return { added: [], inner };
}

/** The edits that put an entry into a dictionary, or into whatever stands for one. */
function entryEdits(text: string, value: SyntaxNode, entry: string): TextEdit[] {
  const written = text.slice(value.from, value.to);
  if (written === "None") return [{ start: value.from, end: value.to, text: `{${entry}}` }];
  if (value.name !== "DictionaryExpression") {
    const unpacked = /^[\w.]+$/.test(written) ? written : `(${written})`;
    return [{ start: value.from, end: value.to, text: `{**${unpacked}, ${entry}}` }];
  }
  const [first, ...others] = childrenOf(value).filter(({ name }) => name !== "{" && name !== "}" && name !== "Comment");
  if (!first) return [{ start: value.from, end: value.to, text: `{${entry}}` }];
  if ([first, ...others].some(({ name }) => name === "**")) {
    // What is unpacked later would win over what stands first.
    const last = others.findLast(({ name }) => name !== ",") ?? first;
    return [{ start: last.to, end: last.to, text: `, ${entry}` }];
  }
  const separator = beginsLine(text, first.from) ? `,${lineEnding(text)}${indentation(text, first.from)}` : ", ";
  return [{ start: first.from, end: first.from, text: entry + separator }];
}
