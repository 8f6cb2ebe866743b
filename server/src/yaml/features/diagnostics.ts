/** Diagnostics of documents in the protocol's form. */
import type { Diagnostic as OurDiagnostic, DiagnosticTag as OurTag, Severity } from "@fairlead/runtime/documents";
import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver";
import { rulePage } from "../../rule-pages.ts";
import type { PolicyGroup } from "../../workspace/workspace-files.ts";

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const TAGS: Readonly<Record<OurTag, DiagnosticTag>> = {
  unnecessary: DiagnosticTag.Unnecessary,
  deprecated: DiagnosticTag.Deprecated,
};

export const SOURCE = "fairlead";

/** What to show for each file of a group, files without problems included. */
export function groupDiagnostics({ root, checked }: PolicyGroup): Map<string, Diagnostic[]> {
  const byUri = new Map<string, Diagnostic[]>(checked.files.map(({ uri }) => [uri, []]));
  for (const found of checked.diagnostics) {
    // Without a folder the other documents are just not open; that is no mistake of this one.
    if (root === undefined && found.code === "link.no-documents") continue;
    byUri.get(found.uri)?.push(toProtocol(found));
  }
  return byUri;
}

/** One diagnostic in the protocol's form. */
export function toProtocol({ range, severity, code, message, related, data, tags }: OurDiagnostic): Diagnostic {
  const page = rulePage(code);
  return {
    range,
    severity: SEVERITIES[severity],
    code,
    source: SOURCE,
    message,
    ...(related && {
      relatedInformation: related.map(({ location, message: words }) => ({ location, message: words })),
    }),
    ...(page && { codeDescription: page }),
    ...(tags && { tags: tags.map((tag) => TAGS[tag]) }),
    ...(data && { data }),
  };
}
