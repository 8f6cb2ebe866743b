/** Quick fixes of direct vendor calls, and the fix of all that can be fixed unseen. */
import { type CodeAction, CodeActionKind, type Range } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { SourceFinding, SourceInput } from "../code/types.ts";
import { FIX_ALL_KIND, fixKind, wantsKind } from "../code-action-kinds.ts";
import { type EditContext, fileEdit } from "../documents/file-edit.ts";
import type { PolicyGroup } from "../workspace/workspace-files.ts";
import { codeDiagnostics, isMaking, isMendedElsewhere, isReported } from "./diagnostics.ts";
import type { CodeEngine } from "./engine.ts";
import { protocolEdits } from "./protocol-edits.ts";
import { suppressActions } from "./suppress-actions.ts";
import { judgedInput } from "./workspace-calls.ts";

/** The fixes for findings that touch a range; of the kinds asked for, where any are. */
export async function codeActions(
  engine: CodeEngine,
  document: TextDocument,
  range: Range,
  only: readonly string[] | undefined,
  group: PolicyGroup,
  context: EditContext,
): Promise<CodeAction[]> {
  const wantsQuickFix = only?.some((kind) => kind === "" || kind.startsWith(CodeActionKind.QuickFix)) ?? true;
  // A fix of the whole file is offered where it is asked for by name: on save, or from the source menu.
  const wantsAll = only !== undefined && wantsKind(only, FIX_ALL_KIND);
  if (!wantsQuickFix && !wantsAll) return [];
  const { version } = document;
  const input = await judgedInput(engine, document.uri, document.getText(), group);
  // Edits are made for the text that was read, and it may have changed while others were looked at.
  if (document.version !== version) return [];
  const actions: CodeAction[] = [];
  if (wantsQuickFix) {
    const fixes = quickFixes(engine, document, range, group, input, context);
    actions.push(...fixes.filter(({ kind }) => wantsKind(only, kind ?? CodeActionKind.QuickFix)));
  }
  if (wantsAll) actions.push(...fixAll(engine, document, input, context));
  return actions;
}

function quickFixes(
  engine: CodeEngine,
  document: TextDocument,
  range: Range,
  group: PolicyGroup,
  input: SourceInput,
  context: EditContext,
): CodeAction[] {
  const from = document.offsetAt(range.start);
  const to = document.offsetAt(range.end);
  const all = engine.analyseSource(input).filter(isReported);
  const touched = all.filter((finding) => finding.offset <= to && finding.offset + finding.length >= from);
  if (touched.length === 0) return [];
  const findings = [...new Set(touched.flatMap((finding) => fixedAt(finding, all)))];
  const diagnostics = codeDiagnostics(engine, document, group);
  const named = diagnostics.filter(({ range: own, code }) => String(code).startsWith("code.") && touches(own, range));
  const silencing = named.flatMap((diagnostic) => suppressActions(document, diagnostic, context));
  const fixes = findings.flatMap((finding) =>
    engine.fixesFor(input, finding).map((fix) => ({
      title: fix.title,
      kind: fixKind(fix.grade),
      isPreferred: fix.isPreferred,
      diagnostics: diagnostics.filter(
        (one) => one.code === finding.rule && document.offsetAt(one.range.start) === finding.offset,
      ),
      edit: fileEdit(document.uri, protocolEdits(document, fix.edits), context),
    })),
  );
  return [...fixes, ...silencing];
}

/** Where a finding is mended: a call at its client, where the file has but one of the vendor's that a fix can move. */
function fixedAt(finding: SourceFinding, all: readonly SourceFinding[]): SourceFinding[] {
  if (!isMendedElsewhere(finding)) return [finding];
  const clients = all.filter((one) => isMaking(one) && one.fix !== null && one.vendor === finding.vendor);
  return clients.length === 1 ? [finding, ...clients] : [finding];
}

function touches(one: Range, other: Range): boolean {
  const before = (a: Range["start"], b: Range["start"]) => a.line - b.line || a.character - b.character;
  return before(one.start, other.end) <= 0 && before(other.start, one.end) <= 0;
}

function fixAll(engine: CodeEngine, document: TextDocument, input: SourceInput, context: EditContext): CodeAction[] {
  const { edits, applied } = engine.migrateSource({ ...input, grade: "safe" });
  if (edits.length === 0) return [];
  const what = applied.length === 1 ? "the vendor client" : `${applied.length} vendor clients`;
  return [
    {
      title: `Migrate ${what} of this file to the gateway`,
      kind: FIX_ALL_KIND,
      edit: fileEdit(document.uri, protocolEdits(document, edits), context),
    },
  ];
}
