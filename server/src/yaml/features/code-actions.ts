/** Code actions of documents: what mends them, what changes their form, and what can be mended unseen. */
import type { Diagnostic as OurDiagnostic, ParsedFile, Range } from "@fairlead/runtime/documents";
import { type CodeAction, CodeActionKind, type Diagnostic } from "vscode-languageserver";
import { FIX_ALL_KIND, SORT_KIND, wantsKind } from "../../code-action-kinds.ts";
import { rulePage } from "../../rule-pages.ts";
import type { PolicyGroup } from "../../workspace/workspace-files.ts";
import { fixesFor } from "../fixes/index.ts";
import { safeEdits } from "../fixes/safe-edits.ts";
import { type Editing, workspaceEdit } from "../fixes/workspace-edit.ts";
import { refactoringsAt, sortAllSections } from "../refactors/index.ts";
import { toProtocol } from "./diagnostics.ts";

/** The server's own command, which has the editor show the page of a rule; its argument is the rule's code. */
export const OPEN_RULE_PAGE = "fairlead.openRulePage";

/** What the client asks for. */
export interface ActionRequest {
  /** The kinds that it wants; all but those of the whole file where it names none. */
  only?: readonly string[] | undefined;
  /** What it shows in the range; empty where it does not say. */
  diagnostics?: readonly Diagnostic[];
}

/** What an action that is worked out only when it is chosen is found by again. */
export interface LaterAction {
  uri: string;
  version: number | null;
  range: Range;
  title: string;
}

/** The actions for a range of a file, for the text as it is now. */
export function documentCodeActions(
  file: ParsedFile,
  range: Range,
  group: PolicyGroup,
  editing: Editing,
  request: ActionRequest = {},
): CodeAction[] {
  const { only } = request;
  const actions: CodeAction[] = [];
  if (wantsKind(only, CodeActionKind.QuickFix)) actions.push(...quickFixes(file, range, group, editing, request));
  if (wantsKind(only, CodeActionKind.Refactor) || only?.some((kind) => kind.startsWith(CodeActionKind.Refactor)))
    actions.push(...refactorings(file, range, editing, only));
  // Of the whole file only where it is asked for by name: on save, or from the source menu.
  if (only !== undefined && wantsKind(only, FIX_ALL_KIND)) actions.push(...fixAll(file, group, editing));
  if (only !== undefined && wantsKind(only, SORT_KIND)) actions.push(...sortAll(file, editing));
  return actions;
}

/** The edit of an action that was offered without one; the action as it is where the text is another by now. */
export function resolveCodeAction(action: CodeAction, file: ParsedFile, editing: Editing): CodeAction {
  const { title, range } = action.data as LaterAction;
  const chosen = refactoringsAt(file, file.lines.offsetAt(range.start)).find((one) => one.title === title);
  const edits = chosen?.edits();
  return edits ? { ...action, edit: workspaceEdit(file.uri, { edits }, editing) } : action;
}

function quickFixes(
  file: ParsedFile,
  range: Range,
  { checked, root }: PolicyGroup,
  editing: Editing,
  { diagnostics = [] }: ActionRequest,
): CodeAction[] {
  const actions: CodeAction[] = [];
  const known = new Map<string, CodeAction>();
  const touched = new Map<string, Diagnostic>();
  for (const found of checked.diagnostics) {
    if (found.uri !== file.uri || !touches(found.range, range)) continue;
    if (root === undefined && found.code === "link.no-documents") continue;
    const shown = diagnostics.find((one) => isSame(one, found));
    if (diagnostics.length > 0 && !shown) continue;
    touched.set(found.code, shown ?? toProtocol(found));
    for (const fix of fixesFor(found, { file, checked })) {
      if (fix.newFile && !editing.createFiles) continue;
      const edit = workspaceEdit(file.uri, fix, editing);
      const { title, isPreferred } = fix;
      // One fix for two mistakes is one line of the menu.
      const key = `${title} ${JSON.stringify(edit)}`;
      const same = known.get(key);
      if (same) {
        same.diagnostics?.push(shown ?? toProtocol(found));
        continue;
      }
      const action = {
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [shown ?? toProtocol(found)],
        isPreferred,
        edit,
      };
      known.set(key, action);
      actions.push(action);
    }
  }
  // What silences stands below all that mends, and what explains below that.
  return [
    ...actions.filter(({ title }) => !isSilencing(title)),
    ...actions.filter(({ title }) => isSilencing(title)),
    ...(editing.opensPages ? pages(touched) : []),
  ];
}

/** The pages of rules. */
function pages(touched: ReadonlyMap<string, Diagnostic>): CodeAction[] {
  return [...touched].flatMap(([code, diagnostic]) => {
    if (!rulePage(code)) return [];
    const title = `Open the page of ${code}`;
    const command = { title, command: OPEN_RULE_PAGE, arguments: [code] };
    return [{ title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], command }];
  });
}

function isSilencing(title: string): boolean {
  return title.startsWith("Ignore ");
}

function isSame(shown: Diagnostic, { code, range }: OurDiagnostic): boolean {
  const { start } = shown.range;
  return shown.code === code && start.line === range.start.line && start.character === range.start.character;
}

function refactorings(
  file: ParsedFile,
  range: Range,
  editing: Editing,
  only: readonly string[] | undefined,
): CodeAction[] {
  const wanted = refactoringsAt(file, file.lines.offsetAt(range.start)).filter(({ kind }) => wantsKind(only, kind));
  return wanted.flatMap(({ title, kind, edits }): CodeAction[] => {
    if (editing.resolvesEdits) {
      const data: LaterAction = { uri: file.uri, version: editing.version, range, title };
      return [{ title, kind, data }];
    }
    const made = edits();
    return made ? [{ title, kind, edit: workspaceEdit(file.uri, { edits: made }, editing) }] : [];
  });
}

function fixAll(file: ParsedFile, { checked }: PolicyGroup, editing: Editing): CodeAction[] {
  const edits = safeEdits(file, checked);
  if (edits.length === 0) return [];
  const title = "Fix all that can be fixed safely";
  return [{ title, kind: FIX_ALL_KIND, edit: workspaceEdit(file.uri, { edits }, editing) }];
}

function sortAll(file: ParsedFile, editing: Editing): CodeAction[] {
  const edits = sortAllSections(file);
  if (!edits) return [];
  return [{ title: "Sort all sections by id", kind: SORT_KIND, edit: workspaceEdit(file.uri, { edits }, editing) }];
}

function touches(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(a: Range["start"], b: Range["start"]): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
