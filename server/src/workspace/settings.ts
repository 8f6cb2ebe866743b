/** The settings of the language server, `fairlead.*` in the editor. */

export interface Settings {
  /** Whether direct vendor calls in code are marked. */
  codeDiagnostics: boolean;
}

export const DEFAULT_SETTINGS: Settings = { codeDiagnostics: true };

/** Reads the `fairlead` section as the client sends it; what it does not say, or says wrongly, has its default. */
export function readSettings(section: unknown): Settings {
  const lint = property(section, "lint");
  const enabled = property(lint, "enabled");
  return { codeDiagnostics: typeof enabled === "boolean" ? enabled : DEFAULT_SETTINGS.codeDiagnostics };
}

function property(value: unknown, key: string): unknown {
  return value !== null && typeof value === "object" ? (value as Record<string, unknown>)[key] : undefined;
}
