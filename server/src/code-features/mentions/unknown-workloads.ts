/** Workloads that code names and no policy knows: the gateway would refuse every call. */
import { type CheckedWorkspace, closest, didYouMean, parseFile } from "@fairlead/runtime/documents";
import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  DiagnosticSeverity,
  type Range,
} from "vscode-languageserver";
import { PLACEHOLDER_WORKLOAD, unknownWorkloadMessage } from "../../code/workloads.ts";
import { fileEdit } from "../../documents/file-edit.ts";
import type { PolicyGroup } from "../../workspace/workspace-files.ts";
import { SOURCE } from "../../yaml/features/diagnostics.ts";
import { created } from "../../yaml/fixes/create-entity.ts";
import type { Fix } from "../../yaml/fixes/fix.ts";
import { type Editing, workspaceEdit } from "../../yaml/fixes/workspace-edit.ts";
import { badName } from "../../yaml/rename/new-ids.ts";
import type { PlacedMention } from "./mention-index.ts";

/**
 * A warning for each name that no policy of the group knows. Where there is no policy, or one that is half typed, only
 * for what a fix has left to be chosen.
 */
export function unknownWorkloads(mentions: readonly PlacedMention[], { checked }: PolicyGroup): Diagnostic[] {
  const isWhole = policyIsWhole(checked);
  return mentions
    .filter(({ workload }) => workload !== "" && !checked.entities.has("workload", workload))
    .filter(({ workload }) => isWhole || workload === PLACEHOLDER_WORKLOAD)
    .map(({ workload, range }) => ({
      range,
      severity: DiagnosticSeverity.Warning,
      code: "code.unknown-workload",
      source: SOURCE,
      message: unknownWorkloadMessage(workload, didYouMean(likely(workload, checked))),
    }));
}

/** The quick fixes for such names in a range: the workloads that were likely meant, and a new one. */
export function unknownWorkloadFixes(
  mentions: readonly PlacedMention[],
  range: Range,
  group: PolicyGroup,
  editing: Editing,
): CodeAction[] {
  return mentions
    .filter((mention) => touches(mention.range, range))
    .flatMap((mention) => {
      const diagnostics = unknownWorkloads([mention], group);
      if (diagnostics.length === 0) return [];
      const replaced = likely(mention.workload, group.checked).map((id, index) => ({
        title: `Replace with "${id}"`,
        kind: CodeActionKind.QuickFix,
        diagnostics,
        isPreferred: index === 0,
        edit: fileEdit(mention.uri, [{ range: mention.range, newText: id }], editing),
      }));
      const fix = creation(mention, group.checked);
      const edit = fix && workspaceEdit(mention.uri, fix, editing);
      const own = fix && edit ? [{ title: fix.title, kind: CodeActionKind.QuickFix, diagnostics, edit }] : [];
      return [...replaced, ...own];
    });
}

/** Defines the workload in a policy. */
function creation({ uri, workload }: PlacedMention, checked: CheckedWorkspace): Fix | undefined {
  if (badName("workload", workload) !== undefined) return undefined;
  // The code is no document, so that its place among them is that of an empty one.
  return created({ kind: "workload", id: workload }, { file: parseFile(uri, ""), checked });
}

function likely(workload: string, { entities }: CheckedWorkspace): string[] {
  return closest(workload, entities.ids("workload"));
}

/** An id that seems to be missing may stand beyond a break in the YAML. */
function policyIsWhole({ files }: CheckedWorkspace): boolean {
  const policies = files.flatMap(({ documents }) => documents.filter(({ kind }) => kind === "RoutingPolicy"));
  return policies.length > 0 && policies.every(({ brokenFrom }) => brokenFrom === undefined);
}

function touches(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(a: Range["start"], b: Range["start"]): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
