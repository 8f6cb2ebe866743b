/** Sends a request to the gateway that went to a vendor's host. */
import { beginsLine, indentation, lineEnding } from "../../text/style.ts";
import type { TextEdit } from "../../types.ts";
import type { PythonRequestParts } from "../request-parts.ts";

/** The edits of a request's address and headers. */
export function requestEdits(text: string, parts: PythonRequestParts, workload: string, quote: string): TextEdit[] {
  const { address, path, formatted, headers, key } = parts;
  const variable = (name: string) => `os.environ[${quote}${name}${quote}]`;
  const url = `${variable("FAIRLEAD_URL")} + ${formatted ? "f" : ""}${quote}${path}${quote}`;
  const value =
    key.prefix === "" ? variable("FAIRLEAD_KEY") : `${quote}${key.prefix}${quote} + ${variable("FAIRLEAD_KEY")}`;
  const entry = `${quote}fairlead-workload${quote}: ${quote}${workload}${quote}`;
  const first = headers.firstChild?.nextSibling;
  const begins = first && beginsLine(text, first.from) && first.name !== "Comment";
  const separator = begins ? `,${lineEnding(text)}${indentation(text, first.from)}` : ", ";
  const at = begins ? first.from : headers.from + 1;
  return [
    { start: address.from, end: address.to, text: url },
    { start: at, end: at, text: entry + separator },
    { start: key.value.from, end: key.value.to, text: value },
  ];
}
