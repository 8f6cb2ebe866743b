/** What a scan leaves out: build output, dependencies, and whatever .gitignore files say. */
import { readFile, stat } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import ignore, { type Ignore } from "ignore";

/** Folders that hold no source of the project's own. */
const SKIPPED_FOLDERS = new Set([
  "node_modules",
  "bower_components",
  "dist",
  "build",
  "out",
  "coverage",
  "venv",
  "__pycache__",
  "site-packages",
  "target",
]);

/** The .gitignore files that hold for a folder, the outermost first, after what the repository keeps to itself. */
export type IgnoreRules = readonly { folder: string; rules: Ignore }[];

/** Whether a folder of this name is never looked into. Those with a dot first are tools' own. */
export function isSkippedFolder(name: string): boolean {
  return SKIPPED_FOLDERS.has(name) || (name.startsWith(".") && name !== "." && name !== "..");
}

/**
 * The rules from the root of the repository down to, and without, this folder. None where they leave out the folder
 * itself: it was asked for by name.
 */
export async function rulesAbove(folder: string): Promise<IgnoreRules> {
  const above: string[] = [];
  let root = resolve(folder);
  for (let at = resolve(folder); !(await exists(join(at, ".git"))); ) {
    const parent = dirname(at);
    // Outside of a repository, no other folder's file has a say.
    if (parent === at) return [];
    above.unshift(parent);
    at = parent;
    root = parent;
  }
  let rules = await withRulesIn([], root, join(root, ".git", "info", "exclude"));
  for (const one of above) rules = await withRulesOf(rules, one);
  return isIgnored(rules, resolve(folder), true) ? [] : rules;
}

/** The rules, and those of this folder's own .gitignore. */
export async function withRulesOf(rules: IgnoreRules, folder: string): Promise<IgnoreRules> {
  return withRulesIn(rules, folder, join(folder, ".gitignore"));
}

// As git has it where nobody has said otherwise.
const ignorecase = process.platform === "darwin" || process.platform === "win32";

async function withRulesIn(rules: IgnoreRules, folder: string, file: string): Promise<IgnoreRules> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  return text === undefined ? rules : [...rules, { folder, rules: ignore({ ignorecase }).add(text) }];
}

/** Whether the rules leave a file or folder out. As in git, the innermost rule that says anything decides. */
export function isIgnored(rules: IgnoreRules, path: string, isFolder: boolean): boolean {
  for (const { folder, rules: own } of [...rules].reverse()) {
    const inside = relative(folder, path).split(sep).join("/");
    if (inside === "" || inside.startsWith("..")) continue;
    const verdict = own.test(isFolder ? `${inside}/` : inside);
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
