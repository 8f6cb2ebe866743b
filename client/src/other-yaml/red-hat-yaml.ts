/** Red Hat's YAML extension beside ours: what it does for our documents, and what it had better not. */
import { Disposable, extensions, type LogOutputChannel, workspace } from "vscode";
import type { OtherYaml } from "./resolve-settings.ts";

const ID = "redhat.vscode-yaml";

/** Section of its settings. */
export const RED_HAT_SETTINGS = "yaml";

const SCHEMA = "fairlead-any";
const OURS = /\.(catalog|routing-policy|benchmark)\.ya?ml$|\/fairlead\.ya?ml$/;

/** What the extension offers to others: https://github.com/redhat-developer/vscode-yaml/wiki/Extension-API */
interface SchemaContributors {
  registerContributor(
    scheme: string,
    schemaFor: (resource: string) => string | undefined,
    contentOf: (schema: string) => string | undefined,
  ): boolean;
}

/** What it does now, by its settings. */
export function redHatYaml(): OtherYaml {
  if (!extensions.getExtension(ID)) return { formats: false, validates: false };
  const settings = workspace.getConfiguration(RED_HAT_SETTINGS);
  return { formats: settings.get("format.enable", true), validates: settings.get("validate", true) };
}

/**
 * Gives it a schema for our documents that allows everything and says nothing, so that a schema from elsewhere does not
 * bring every completion, hover and mistake a second time. Waits for the extension and for YAML; does nothing without
 * either.
 */
export function silenceSchemas(log: LogOutputChannel): Disposable {
  let isDone = false;
  const tell = async () => {
    const extension = extensions.getExtension<Partial<SchemaContributors> | undefined>(ID);
    const isNeeded = extension?.isActive || workspace.textDocuments.some(({ languageId }) => languageId === "yaml");
    if (isDone || !extension || !isNeeded) return;
    isDone = true;
    try {
      const api = extension.isActive ? extension.exports : await extension.activate();
      api?.registerContributor?.(SCHEMA, schemaFor, contentOf);
      log.info("Red Hat's YAML extension leaves the schemas of Fairlead's documents to Fairlead.");
    } catch (error) {
      log.warn(`Red Hat's YAML extension: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  void tell();
  return Disposable.from(
    extensions.onDidChange(() => void tell()),
    workspace.onDidOpenTextDocument(() => void tell()),
  );
}

function schemaFor(resource: string): string | undefined {
  return OURS.test(resource) ? `${SCHEMA}://schema/any` : undefined;
}

function contentOf(schema: string): string | undefined {
  return schema.startsWith(`${SCHEMA}:`) ? "{}" : undefined;
}
