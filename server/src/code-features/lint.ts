/** What the project document of a group says of the lint. */
import { excludedBy, findProjects } from "@fairlead/runtime/documents";
import type { LintSettings } from "../code/index.ts";
import type { PolicyGroup } from "../workspace/workspace-files.ts";
import type { CodeEngine } from "./engine.ts";

/** The settings of a group. */
export function lintOf(engine: CodeEngine, { checked }: PolicyGroup): LintSettings {
  return engine.lintSettings(checked.documents.project?.lint);
}

/** Whether a file, by its URI, is left out by a project document of the group. */
export function isExcludedBy({ checked }: PolicyGroup): (uri: string) => boolean {
  return excludedBy(findProjects(checked.files));
}
