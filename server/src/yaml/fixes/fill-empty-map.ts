import type { Fixer } from "./fix.ts";
import { newKey, placeAt, styleOf } from "./new-keys.ts";

/** Where a map with keys that it needs has nothing yet, begins it with these. */
export const fillEmptyMap: Fixer = ({ code, range, data }, { file, checked: { entities } }) => {
  if (code !== "document.wrong-type" || data?.pointer === undefined) return [];
  const place = placeAt(file, file.lines.offsetAt(range.start), data.pointer);
  const entry = place?.entry;
  if (!place || !entry || place.node.type !== "scalar" || place.node.value !== null) return [];
  const required = place.schema.required ?? [];
  // `~` and `null` are something written, which the writer must take away.
  if (required.length === 0 || place.node.span.end > place.node.span.start) return [];
  const colon = /^["']?[ \t]*:/.exec(file.text.slice(entry.keySpan.end, entry.keySpan.end + 100));
  if (!colon) return [];
  const end = entry.keySpan.end + colon[0].length;
  const key = file.lines.positionAt(entry.keySpan.start);
  const before = file.lines.lineText(key.line).slice(0, key.character);
  // Inside of brackets everything stays on its line.
  const isFlow = /[{[,]/.test(before.replace(/^[\s-]*["']?/, ""));
  const style = styleOf(file, key.character - (/["']$/.test(before) ? 1 : 0) + 2, isFlow);
  const keys = required.map((name) => newKey(name, place, style, entities));
  const lead = `${style.eol}${" ".repeat(style.column)}`;
  const newText = style.flow ? ` { ${keys.join(", ")} }` : `${lead}${keys.join(lead)}`;
  const comment = style.flow ? "" : (/^[ \t]*#[^\r\n]*/.exec(file.text.slice(end))?.[0] ?? "");
  const position = file.lines.positionAt(end + comment.length);
  const names = required.map((name) => `"${name}"`).join(", ");
  return [
    { title: `Add ${names}`, edits: [{ range: { start: position, end: position }, newText }], isPreferred: true },
  ];
};
