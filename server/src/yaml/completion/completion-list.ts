/** The answer to the client: where it knows defaults, what all items have in common is said once. */
import type { CompletionItem, CompletionList, Range } from "vscode-languageserver";

/** Items as they are, or as a list with the range, the format and the mode that most of them have. */
export function completionList(
  items: CompletionItem[],
  defaults: readonly string[] | undefined,
): CompletionItem[] | CompletionList {
  const [first] = items;
  if (!first?.textEdit || !("range" in first.textEdit) || !defaults?.includes("editRange")) return items;
  const { range } = first.textEdit;
  const { insertTextFormat, insertTextMode } = first;
  const format = defaults.includes("insertTextFormat") ? insertTextFormat : undefined;
  const mode = defaults.includes("insertTextMode") ? insertTextMode : undefined;
  return {
    isIncomplete: false,
    itemDefaults: {
      editRange: range,
      ...(format && { insertTextFormat: format }),
      ...(mode && { insertTextMode: mode }),
    },
    items: items.map((item) => shortened(item, range, format, mode)),
  };
}

function shortened(
  item: CompletionItem,
  range: Range,
  format: CompletionItem["insertTextFormat"],
  mode: CompletionItem["insertTextMode"],
): CompletionItem {
  const { textEdit, insertTextFormat, insertTextMode, ...rest } = item;
  if (!textEdit || !("range" in textEdit) || textEdit.range !== range) return item;
  return {
    ...rest,
    ...(textEdit.newText !== item.label && { textEditText: textEdit.newText }),
    ...(insertTextFormat !== format && insertTextFormat && { insertTextFormat }),
    ...(insertTextMode !== mode && insertTextMode && { insertTextMode }),
  };
}
