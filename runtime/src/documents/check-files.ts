/** Checks parsed files one by one and together: all that there is to say about a workspace. */
import type { Diagnostic } from "./diagnostic.ts";
import { type LinkedWorkspace, linkFiles } from "./link-files.ts";
import type { ParsedFile } from "./parsed-file.ts";
import { includedFiles } from "./projects.ts";
import { secretIn, withoutSecrets } from "./secrets.ts";
import type { Steps } from "./steps.ts";
import { validateFile, validateFileInSteps } from "./validate-file.ts";

export interface CheckedWorkspace extends LinkedWorkspace {
  /** The files that are ours and are not left out by a project document, in the order given. */
  files: ParsedFile[];
  /** All that is wrong in them, sorted by file and place. */
  diagnostics: Diagnostic[];
}

/** Validates and links parsed files: all that `fairlead check` says about them. Never throws. */
export function checkFiles(files: readonly ParsedFile[]): CheckedWorkspace {
  const included = includedFiles(files);
  const linked = linkFiles(included);
  const own = included.flatMap(validated);
  const places = new Set(own.map(placeKey));
  // Where a rule speaks about the same text it knows more than the link that leads nowhere.
  const links = linked.diagnostics.filter((link) => link.code !== "link.unknown-id" || !places.has(placeKey(link)));
  const diagnostics = [...own, ...links].map(discreet).sort(compareDiagnostics);
  return { ...linked, files: included, diagnostics };
}

/** A message may quote what stands in the document, and must not tell on what should not stand there. */
function discreet(diagnostic: Diagnostic): Diagnostic {
  return secretIn(diagnostic.message) === undefined
    ? diagnostic
    : { ...diagnostic, message: withoutSecrets(diagnostic.message) };
}

const known = new WeakMap<ParsedFile, Diagnostic[]>();

/** Works out in steps what `checkFiles` will need of a file, so that checking it takes less time in one piece. */
export function* prepareFile(file: ParsedFile): Steps<void> {
  if (!known.has(file)) known.set(file, yield* validateFileInSteps(file));
}

/** A parsed file does not change, so an editor that checks a workspace again has the other files for nothing. */
function validated(file: ParsedFile): Diagnostic[] {
  const before = known.get(file);
  if (before) return before;
  const found = validateFile(file);
  known.set(file, found);
  return found;
}

/** By file, then by place, then by code. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  if (a.uri !== b.uri) return a.uri < b.uri ? -1 : 1;
  const { start } = a.range;
  const other = b.range.start;
  return (
    start.line - other.line || start.character - other.character || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)
  );
}

function placeKey({ uri, range }: Diagnostic): string {
  return `${uri} ${range.start.line}:${range.start.character}`;
}
