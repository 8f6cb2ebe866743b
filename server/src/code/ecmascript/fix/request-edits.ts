/** Sends a request to the gateway that went to a vendor's host. */
import type { TextEdit } from "../../types.ts";
import type { RequestParts } from "../requests.ts";
import { objectEdits } from "./object-edits.ts";

/** The edits of a request's address and headers. */
export function requestEdits(text: string, parts: RequestParts, workload: string): TextEdit[] {
  const { address, path, headers, key, dropped } = parts;
  const quote = headers.getText().includes("'") ? "'" : '"';
  const settings = [
    { name: key.name, value: `\`${key.prefix}\${process.env.FAIRLEAD_KEY}\`` },
    { name: "fairlead-workload", value: quote + workload + quote },
  ];
  return [
    { start: address.getStart(), end: address.getEnd(), text: `\`\${process.env.FAIRLEAD_URL}${path}\`` },
    ...objectEdits(text, headers, { settings, dropped }),
  ];
}
