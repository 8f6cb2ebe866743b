/** Gives an id another name, in all documents of a group and in its application code. */
import type { Range } from "@fairlead/runtime/documents";
import type { PlacedMention } from "../../code-features/mentions/mention-index.ts";
import type { PolicyGroup } from "../../workspace/workspace-files.ts";
import { documentEdits } from "../rename/document-edits.ts";
import { type Refusal, renamings } from "../rename/new-ids.ts";
import type { RenameTarget } from "../rename/rename-target.ts";

/** One edit of a rename. */
export interface RenameEdit {
  uri: string;
  range: Range;
  text: string;
  /** Whether it is in application code, which a person should look at. */
  code: boolean;
}

/** The edits that give a target a new name, by file and place; none where it has it already. `mentions` are the group's. */
export function rename(
  { checked }: PolicyGroup,
  target: RenameTarget,
  name: string,
  mentions: readonly PlacedMention[],
): RenameEdit[] | Refusal {
  const wanted = renamings(target, name, checked.entities);
  if ("refusal" in wanted) return wanted;
  const edits: RenameEdit[] = [];
  for (const file of checked.files) {
    const found = documentEdits(file, checked.entities.inFile(file.uri), wanted);
    if ("refusal" in found) return found;
    for (const { span, text } of found) edits.push({ uri: file.uri, range: file.lines.range(span), text, code: false });
  }
  for (const { uri, range, workload } of mentions) {
    const own = wanted.find(({ kind, from, to }) => kind === "workload" && from === workload && to !== from);
    if (own) edits.push({ uri, range, text: own.to, code: true });
  }
  return edits;
}
