/** How commands print what they found: as text, JSON, SARIF, or annotations of GitHub. */
export { githubReport } from "./github.ts";
export { jsonFinding, jsonReport } from "./json.ts";
export { relativeTo, repositoryRoot } from "./paths.ts";
export * from "./report.ts";
export { sarifReport } from "./sarif.ts";
export { textReport } from "./text.ts";

export const REPORT_FORMATS = ["text", "json", "sarif", "github"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];
