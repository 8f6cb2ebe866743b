/** `fairlead/plan`: what the documents as they are in the editor change against a git revision. */
import path from "node:path";
import { type CheckedWorkspace, displayPath, GitError, stopsGeneration } from "@fairlead/runtime/documents";
import { isEmptyPlan, type PlanSide, plan, planMarkdown, routesText, verdict } from "@fairlead/runtime/policy";
import type { PolicyGroup } from "../workspace/workspace-files.ts";
import type { BaseDocuments } from "./base-documents.ts";
import { policyOf } from "./explain-route.ts";
import type { PlanAnswer } from "./protocol.ts";

function sideOf(checked: CheckedWorkspace): PlanSide | undefined {
  const policy = policyOf(checked);
  return policy && { documents: checked.documents, policy };
}

/** The plan of a group, unsaved texts included, or the reason why there is none. `at` is in milliseconds since 1970. */
export async function planGroup(
  { root, checked }: PolicyGroup,
  base: string,
  bases: BaseDocuments,
  at: number,
): Promise<PlanAnswer> {
  if (root === undefined) {
    return refusal("The documents lie in no open folder. Open the folder that holds them, so that git can be asked.");
  }
  try {
    const before = await bases.read(root, base);
    const one = sideOf(before);
    const other = sideOf(checked);
    if (!one) return refusal(errorsIn(before, `${base} has`, root));
    if (!other) return refusal(errorsIn(checked, "the working documents have", root));
    const found = plan(one, other, { at });
    return {
      markdown: planMarkdown(found, { before: base, after: "working documents" }),
      summary: {
        text: verdict(found.findings),
        changed: !isEmptyPlan(found),
        first: before.files.length === 0,
        worse: found.findings.filter(({ direction }) => direction === "worse").length,
        better: found.findings.filter(({ direction }) => direction === "better").length,
      },
      routes: { before: routesText(one.policy, at), after: routesText(other.policy, at) },
      plan: found,
    };
  } catch (error) {
    if (error instanceof GitError) return refusal(error.message);
    throw error;
  }
}

function refusal(reason: string): PlanAnswer {
  return { markdown: `### No plan\n\n${reason}\n`, summary: null, routes: null, plan: null };
}

/** Why documents can not be compared, with the places of what is wrong. */
function errorsIn({ diagnostics }: CheckedWorkspace, whoHas: string, root: string): string {
  const errors = diagnostics.filter(stopsGeneration);
  const lines = errors.slice(0, 20).map(({ uri, range, code, message }) => {
    const place = `${displayPath(uri, path.resolve(root))}:${range.start.line + 1}:${range.start.character + 1}`;
    return `- \`${place}\` \`${code}\` ${message.replaceAll("<", "&lt;")}`;
  });
  const more = errors.length > lines.length ? `\n- and ${errors.length - lines.length} more` : "";
  const what = errors.length === 1 ? "an error" : `${errors.length} errors`;
  return `There can be no plan while ${whoHas} ${what}:\n\n${lines.join("\n")}${more}`;
}
