/** The settings of the language server, `fairlead.*` in the editor. */

export interface Settings {
  /** Whether direct vendor calls in code are marked. */
  codeDiagnostics: boolean;
  /** Whether documents are formatted. */
  format: boolean;
  /** Whether what is wrong with documents as YAML is shown; without it somebody else does. */
  syntaxErrors: boolean;
  codeLens: CodeLensSettings;
  inlayHints: InlayHintSettings;
}

export interface CodeLensSettings {
  /** How often an id is referred to, and how many workloads a provider or a deployment serves. */
  references: boolean;
  /** Where a workload goes first, and its blended price. */
  routes: boolean;
  /** What an outage of a provider would leave. */
  outages: boolean;
  /** Runs a benchmark. */
  benchmarks: boolean;
  /** What a budget has spent, where a gateway is connected. */
  spend: boolean;
}

export interface InlayHintSettings {
  /** The amount beside a budget's threshold. */
  thresholds: boolean;
  /** How far off a renewal, a notice's effect or a retirement is. */
  dates: boolean;
  /** The blended price beside a candidate. */
  candidatePrices: boolean;
}

export const DEFAULT_SETTINGS: Settings = {
  codeDiagnostics: true,
  format: true,
  syntaxErrors: true,
  codeLens: { references: true, routes: true, outages: true, benchmarks: true, spend: true },
  inlayHints: { thresholds: true, dates: true, candidatePrices: false },
};

/** Reads the `fairlead` section as the client sends it; what it does not say, or says wrongly, has its default. */
export function readSettings(section: unknown): Settings {
  return {
    codeDiagnostics: flag(property(section, "lint"), "enabled", DEFAULT_SETTINGS.codeDiagnostics),
    format: flag(property(section, "format"), "enable", DEFAULT_SETTINGS.format),
    syntaxErrors: flag(property(section, "syntaxErrors"), "enable", DEFAULT_SETTINGS.syntaxErrors),
    codeLens: flags(property(section, "codeLens"), DEFAULT_SETTINGS.codeLens),
    inlayHints: flags(property(section, "inlayHints"), DEFAULT_SETTINGS.inlayHints),
  };
}

function flags<T extends object>(section: unknown, defaults: T): T {
  const read = Object.entries(defaults).map(([key, value]) => [key, flag(section, key, value as boolean)]);
  return Object.fromEntries(read) as T;
}

function flag(section: unknown, key: string, otherwise: boolean): boolean {
  const value = property(section, key);
  return typeof value === "boolean" ? value : otherwise;
}

function property(value: unknown, key: string): unknown {
  return value !== null && typeof value === "object" ? (value as Record<string, unknown>)[key] : undefined;
}
