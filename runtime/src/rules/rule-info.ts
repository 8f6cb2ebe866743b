/** What there is to know of a rule without running it. */
import type { DiagnosticTag, Severity } from "../documents/diagnostic.ts";

export interface RuleInfo {
  /** Stable, in words: `route.single-provider`. */
  code: string;
  /** How loudly it speaks unless a project says otherwise. */
  severity: Severity;
  tags?: readonly DiagnosticTag[];
}
