/** The project documents (`fairlead.yaml`) of a workspace: which settings hold where, and what is left out. */
import { globMatcher } from "./glob.ts";
import type { ParsedFile } from "./parsed-file.ts";
import type { Checks, Lint, ProjectSettings } from "./vocabulary.ts";

/** One project document: it holds for the files below its folder. */
export interface ProjectPlace {
  /** The document's file. */
  uri: string;
  /** The URI of its folder, with a slash at the end. */
  folder: string;
  settings: ProjectSettings;
  /** A test for each glob, of paths relative to the folder. */
  exclude: readonly ((path: string) => boolean)[];
}

const inFile = new WeakMap<ParsedFile, readonly ProjectPlace[]>();

/**
 * The project documents among some files, the outermost folder first; those that one further out leaves out are none.
 * As valid as the files: wrong parts are passed over.
 */
export function findProjects(files: readonly ParsedFile[]): ProjectPlace[] {
  const found = files.flatMap(placesIn);
  found.sort((a, b) => a.folder.length - b.folder.length || (a.uri < b.uri ? -1 : 1));
  const kept: ProjectPlace[] = [];
  for (const project of found) {
    const outer = kept.filter(({ folder }) => folder.length < project.folder.length);
    if (!excludedBy(outer)(project.uri)) kept.push(project);
  }
  return kept;
}

/**
 * The settings that hold for a file: of all project documents whose folder holds it, the one further in has the last
 * word on each of its keys.
 */
export function settingsFor(uri: string, projects: readonly ProjectPlace[]): ProjectSettings {
  return combined(projects.filter(({ folder }) => uri.startsWith(folder)));
}

/** The same, keeping what was asked before: rules ask for every price and every contract. */
export function settingsLookup(projects: readonly ProjectPlace[]): (uri: string) => ProjectSettings {
  const known = new Map<string, ProjectSettings>();
  return (uri) => {
    const before = known.get(uri);
    if (before) return before;
    const settings = settingsFor(uri, projects);
    known.set(uri, settings);
    return settings;
  };
}

/** The settings of the outermost folder that has any. */
export function outermostSettings(projects: readonly ProjectPlace[]): ProjectSettings {
  return combined(projects.filter(({ folder }) => folder === projects[0]?.folder));
}

/** Whether a file (its URI) is left out by one of the project documents. They themselves never are. */
export function excludedBy(projects: readonly ProjectPlace[]): (uri: string) => boolean {
  const excluding = projects.filter(({ exclude }) => exclude.length > 0);
  if (excluding.length === 0) return () => false;
  const own = new Set(projects.map(({ uri }) => uri));
  return (uri) =>
    !own.has(uri) &&
    excluding.some(({ folder, exclude }) => {
      if (!uri.startsWith(folder)) return false;
      const path = decoded(uri.slice(folder.length));
      return exclude.some((matches) => matches(path));
    });
}

/** The files that are Fairlead's and are not left out by a project document among them. */
export function includedFiles(files: readonly ParsedFile[]): ParsedFile[] {
  const isExcluded = excludedBy(findProjects(files));
  return files.filter((file) => file.recognised && !isExcluded(file.uri));
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function placesIn(file: ParsedFile): readonly ProjectPlace[] {
  const known = inFile.get(file);
  if (known) return known;
  const folder = file.uri.slice(0, file.uri.lastIndexOf("/") + 1);
  const places = file.documents.flatMap(({ kind, ours, value }) => {
    if (kind !== "Project" || !ours || !isRecord(value)) return [];
    const { checks, lint, exclude } = value;
    const globs = Array.isArray(exclude) ? exclude.filter((glob) => typeof glob === "string") : [];
    const settings = { checks: (isRecord(checks) ? checks : {}) as Checks, lint: (isRecord(lint) ? lint : {}) as Lint };
    return [{ uri: file.uri, folder, settings, exclude: globs.map(globMatcher) }];
  });
  inFile.set(file, places);
  return places;
}

function combined(projects: readonly ProjectPlace[]): ProjectSettings {
  const checks: Checks = {};
  const lint: Lint = {};
  const severity: Record<string, unknown> = {};
  for (const { settings } of projects) {
    Object.assign(checks, settings.checks);
    Object.assign(lint, settings.lint);
    if (isRecord(settings.checks.severity)) Object.assign(severity, settings.checks.severity);
  }
  return { checks: { ...checks, severity: severity as NonNullable<Checks["severity"]> }, lint };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
