/** The code engine: finds direct vendor calls in application code, and migrates them to the gateway's clients. */
export {
  analyseSource,
  callsElsewhere,
  fixesFor,
  handsClientOn,
  isSilenced,
  type MigrationInput,
  migrateSource,
  suppressionsOf,
} from "./engine.ts";
export { isTestFile, isWanted, type LintSettings, lintSettings } from "./lint-settings.ts";
export { findMentions, readMentions } from "./mentions/index.ts";
export { type ModelDocuments, modelKnowledge } from "./model-knowledge.ts";
export type { ModelKnowledge } from "./models.ts";
export { CODE_RULE_CODES, severityOfRule } from "./rules/index.ts";
export { findCallsElsewhere } from "./scan/calls-elsewhere.ts";
export { type ManifestChange, type ManifestDependency, manifestChanges } from "./scan/manifests.ts";
export {
  type MigratedFile,
  type MigrateOptions,
  migrateWorkspace,
  type WorkspaceMigration,
} from "./scan/migrate-workspace.ts";
export { type ScanOptions, type ScanProgress, scanWorkspace } from "./scan/scan-workspace.ts";
export { WorkspaceIndex } from "./scan/workspace-index.ts";
export { applyEdits } from "./text/edits.ts";
export type * from "./types.ts";
export { PLACEHOLDER_WORKLOAD, workloadsOf } from "./workloads.ts";
