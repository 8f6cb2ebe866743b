/** What a project document says of the rules on code: how loudly they speak, and where they do not. */
import { excludedBy, findProjects, settingsFor } from "@fairlead/runtime/documents";
import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver";
import { rulePage } from "../rule-pages.ts";
import type { PolicyGroup } from "../workspace/workspace-files.ts";

const SEVERITIES: Readonly<Record<string, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** The diagnostics of a source file at the severities of its project, each with its page; none where it is excluded. */
export function asProjectSays(uri: string, diagnostics: readonly Diagnostic[], { checked }: PolicyGroup): Diagnostic[] {
  const projects = findProjects(checked.files);
  if (excludedBy(projects)(uri)) return [];
  const settings = settingsFor(uri, projects).checks.severity as Readonly<Record<string, unknown>> | undefined;
  return diagnostics.flatMap((diagnostic) => {
    const code = String(diagnostic.code);
    const wanted = settings && Object.hasOwn(settings, code) ? settings[code] : undefined;
    if (wanted === "off") return [];
    const page = rulePage(code);
    const severity = (typeof wanted === "string" && SEVERITIES[wanted]) || diagnostic.severity;
    return [{ ...diagnostic, ...(severity && { severity }), ...(page && { codeDescription: page }) }];
  });
}
