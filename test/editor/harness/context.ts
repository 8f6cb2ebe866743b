/** What the global set-up hands to the tests. Plain JSON: it crosses to another process. */

export interface EditorContext {
  /** The editor's server with the packaged extension, as a person has it. */
  installedUrl: string;
  /** The editor's server without it, for the suites inside the extension host, which bring the built one along. */
  developmentUrl: string;
  /** The bundled suites. */
  suiteEntry: string;
  /** Where the suites write their report. */
  reportFile: string;
  chromium: { executable: string; env: Record<string, string> };
  /** Where copies of the sample workspace are made. */
  workspaces: string;
}

declare module "vitest" {
  interface ProvidedContext {
    editor: EditorContext;
  }
}
