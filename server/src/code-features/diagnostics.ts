/** Direct vendor calls in open source files. */
import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { SourceFinding } from "../code/types.ts";
import type { PolicyGroup } from "../workspace/workspace-files.ts";
import { SOURCE } from "../yaml/features/diagnostics.ts";
import type { CodeEngine } from "./engine.ts";
import { lintOf } from "./lint.ts";
import { documentMentions } from "./mentions/document-mentions.ts";
import { unknownWorkloads } from "./mentions/unknown-workloads.ts";
import { asProjectSays } from "./project-settings.ts";
import { surroundedInput } from "./source-input.ts";
import { withoutSuppressed } from "./suppressed.ts";

const known = new WeakMap<TextDocument, { version: number; group: PolicyGroup; diagnostics: Diagnostic[] }>();

/** The diagnostics of a source file, worked out anew only where its text or the policy changed. */
export function codeDiagnostics(engine: CodeEngine, document: TextDocument, group: PolicyGroup): Diagnostic[] {
  const before = known.get(document);
  if (before?.version === document.version && before.group === group) return before.diagnostics;
  const diagnostics = analyse(engine, document, group);
  known.set(document, { version: document.version, group, diagnostics });
  return diagnostics;
}

/** Without a policy they are hints: nobody has asked for the gateway there yet. */
function analyse(engine: CodeEngine, document: TextDocument, group: PolicyGroup): Diagnostic[] {
  const lint = lintOf(engine, group);
  const input = surroundedInput(engine, document.uri, document.getText(), group);
  const findings = engine.analyseSource(input).filter((finding) => engine.isWanted(finding, lint));
  const hasPolicy = Object.keys(group.checked.documents.policy.workloads).length > 0;
  const isHint = (file: string) => lint.testFiles === "hint" && engine.isTestFile(file);
  const direct = reported(findings).map((finding) => ({
    range: { start: document.positionAt(finding.offset), end: document.positionAt(finding.offset + finding.length) },
    severity: isHint(finding.file) ? DiagnosticSeverity.Hint : severityOf(finding, hasPolicy),
    code: finding.rule,
    source: SOURCE,
    message: finding.message,
  }));
  const all = [...direct, ...unknownWorkloads(documentMentions(engine, document), group)];
  return asProjectSays(document.uri, withoutSuppressed(engine, document, input, all), group);
}

/** What a reader must know: a call or a model only where the client, at which it is mended, comes from another file. */
export function reported(findings: readonly SourceFinding[]): SourceFinding[] {
  const made = new Set(findings.filter(isMaking).map(({ vendor }) => vendor));
  return findings.filter(
    (finding) =>
      (isReported(finding) || ABOUT_MODELS.has(finding.rule)) &&
      !(isMendedElsewhere(finding) && made.has(finding.vendor)),
  );
}

/** Whether a client comes to be at a finding: it is made there, or imported ready-made. */
export function isMaking({ kind, rule, api }: SourceFinding): boolean {
  const isModel = kind === "client-construction" && MODEL.test(api);
  return (kind === "client-construction" && !isModel) || (kind === "import" && rule !== "code.vendor-export");
}

/** Whether a finding is mended at its client: a call, or a model that a provider makes, `openai("gpt-5.5")`. */
export function isMendedElsewhere({ rule, kind, api }: SourceFinding): boolean {
  return rule.endsWith("-call") || (kind === "client-construction" && MODEL.test(api));
}

const MODEL = /^(?!\w*boto|create)[\w.$]+\((?:"[^"]*")\)$/;

/** What is said of a model holds wherever its call goes. */
const ABOUT_MODELS = new Set(["code.unknown-model", "code.retired-model", "code.model-not-allowed"]);

/** What goes through the gateway already, or stays on this machine, is fine. */
export function isReported({ state }: SourceFinding): boolean {
  return state !== "gateway" && state !== "local";
}

function severityOf({ state, tier, rule }: SourceFinding, hasPolicy: boolean): DiagnosticSeverity {
  if (rule === "code.api-key") return DiagnosticSeverity.Error;
  if (ABOUT_MODELS.has(rule)) return DiagnosticSeverity.Warning;
  if (!hasPolicy || tier === "likely") return DiagnosticSeverity.Hint;
  if (rule.endsWith("-call")) return DiagnosticSeverity.Information;
  return state === "direct" ? DiagnosticSeverity.Warning : DiagnosticSeverity.Information;
}
