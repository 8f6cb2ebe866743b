/** All that there is to say about a workspace: each document, their links, and what they mean together. */
import { type CheckedWorkspace, checkFiles, compareDiagnostics } from "../documents/check-files.ts";
import type { Diagnostic } from "../documents/diagnostic.ts";
import type { ParsedFile } from "../documents/parsed-file.ts";
import { findProjects, settingsLookup } from "../documents/projects.ts";
import { stopsGeneration } from "../documents/stops-generation.ts";
import type { ProjectSettings, WorkspaceDocuments } from "../documents/vocabulary.ts";
import { soundDocuments } from "./doubt.ts";
import type { WorkspaceFinding, WorkspaceRule } from "./rule.ts";
import { RuleMemory } from "./rule-memory.ts";
import { knownCodes, workspaceRules } from "./rules.ts";
import { applySuppressions } from "./suppressions/apply-suppressions.ts";
import { parseSuppressions, type Suppression } from "./suppressions/parse-suppressions.ts";
import { yamlSuppressionComments } from "./suppressions/yaml-comments.ts";
import { WorkspaceView } from "./view.ts";

export interface CheckOptions {
  /** When, in milliseconds since 1970: notices, renewals and prices go by it. */
  at: number;
  /** Saves work where the same workspace is checked again; without it all is worked out anew, with the same result. */
  memory?: RuleMemory;
}

/**
 * Checks parsed files one by one and together, with the severities of their projects and without what their comments
 * silence. Never throws.
 */
export function checkWorkspace(files: readonly ParsedFile[], { at, memory }: CheckOptions): CheckedWorkspace {
  const checked = checkFiles(files);
  const settings = settingsLookup(findProjects(checked.files));
  const found = [...checked.diagnostics, ...workspaceDiagnostics(checked, settings, at, memory ?? new RuleMemory())];
  const spoken = silenced(checked.files, found);
  const diagnostics = spoken.flatMap((diagnostic) => atItsSeverity(diagnostic, settings));
  return { ...checked, diagnostics: diagnostics.sort(compareDiagnostics) };
}

type Settings = (uri: string) => ProjectSettings;

function workspaceDiagnostics(
  { documents, entities, diagnostics, files }: CheckedWorkspace,
  settings: Settings,
  at: number,
  memory: RuleMemory,
): Diagnostic[] {
  const sound = soundDocuments(documents, entities, diagnostics.filter(stopsGeneration));
  const judged = sound && orUndefined(() => compiled(sound, memory, at));
  if (!sound || !judged) return [];
  const view = new WorkspaceView({ documents: sound, entities, files, settings, ...judged, at });
  const found = new Map<string, Diagnostic>();
  for (const rule of workspaceRules) {
    if (rule.needsAll && sound !== documents) continue;
    for (const finding of orUndefined(() => [...rule.check(view)]) ?? []) {
      const diagnostic = toDiagnostic(rule, finding);
      // What an anchor holds is said once, however many aliases stand for it.
      const { start } = diagnostic.range;
      found.set(`${diagnostic.uri} ${start.line}:${start.character} ${rule.code} ${diagnostic.message}`, diagnostic);
    }
  }
  return [...found.values()];
}

function compiled(documents: WorkspaceDocuments, memory: RuleMemory, at: number) {
  const policy = memory.compile(documents);
  return { policy, routes: memory.judge(policy, documents, at) };
}

/**
 * A mistake in an anchor is said once, where it stands, so that what its aliases make elsewhere can be of any shape.
 * What stumbles over that has nothing to say until the mistake is put right.
 */
function orUndefined<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function toDiagnostic(
  rule: WorkspaceRule,
  { place, message, severity, tags, related, data }: WorkspaceFinding,
): Diagnostic {
  const { uri, range, pointer, isAround } = place;
  const all = tags ?? rule.tags;
  const others = (related ?? []).flatMap((one) =>
    one.place ? [{ location: { uri: one.place.uri, range: one.place.range }, message: one.message }] : [],
  );
  return {
    uri,
    range,
    severity: severity ?? rule.severity,
    code: rule.code,
    message,
    ...(others.length > 0 && { related: others }),
    data: { pointer, ...data, ...(isAround && { replacements: undefined, removable: undefined }) },
    ...(all && { tags: all }),
  };
}

const suppressionsOf = new WeakMap<ParsedFile, Suppression[]>();

function suppressionsIn(file: ParsedFile): Suppression[] {
  const known = suppressionsOf.get(file);
  if (known) return known;
  const found = parseSuppressions(yamlSuppressionComments(file));
  suppressionsOf.set(file, found);
  return found;
}

const RULES = { codes: knownCodes, isFixed: (code: string) => stopsGeneration({ code }) };

function silenced(files: readonly ParsedFile[], found: Diagnostic[]): Diagnostic[] {
  const speaking = files.filter((file) => suppressionsIn(file).length > 0);
  if (speaking.length === 0) return found;
  const uris = new Set(speaking.map(({ uri }) => uri));
  const kept = found.filter(({ uri }) => !uris.has(uri));
  for (const file of speaking) {
    const inFile = found.filter(({ uri }) => uri === file.uri);
    const result = applySuppressions(file.uri, file.lines, suppressionsIn(file), inFile, RULES);
    kept.push(...result.kept, ...result.problems);
  }
  return kept;
}

function atItsSeverity(diagnostic: Diagnostic, settingsOf: Settings): Diagnostic[] {
  if (stopsGeneration(diagnostic)) return [diagnostic];
  const settings = settingsOf(diagnostic.uri).checks.severity as Readonly<Record<string, unknown>> | undefined;
  const wanted = settings && Object.hasOwn(settings, diagnostic.code) ? settings[diagnostic.code] : undefined;
  if (wanted === "off") return [];
  if (wanted === "hint" || wanted === "information" || wanted === "warning" || wanted === "error")
    return [{ ...diagnostic, severity: wanted }];
  return [diagnostic];
}
