/** `fairlead check`: validates documents, and the links between them. */
import { stat } from "node:fs/promises";
import path from "node:path";
import {
  checkFiles,
  type Diagnostic,
  displayPath,
  formatDiagnostic,
  type ParsedFile,
  readDocument,
  readWorkspace,
} from "@fairlead/runtime/documents";
import type { Command } from "commander";
import { type CommandContext, UsageError } from "../context.ts";

/** Adds `fairlead check`. */
export function registerCheck(program: Command, context: CommandContext): void {
  program
    .command("check")
    .description("validate the documents, and the links between them")
    .argument("[paths...]", "files or folders (default: this folder)")
    .option("--json", "print the diagnostics as JSON")
    .action(async (paths: string[], options: { json?: boolean }) => check(paths, options, context));
}

async function check(paths: readonly string[], { json }: { json?: boolean }, context: CommandContext): Promise<void> {
  const { files, linked } = await collect(paths.length > 0 ? paths : ["."], context.cwd);
  if (files.size === 0) {
    const where = paths.length > 0 ? paths.join(", ") : context.cwd;
    throw new UsageError(
      "cli.no-documents",
      `There are no Fairlead documents in ${where}. Documents are named *.catalog.yaml, *.routing-policy.yaml, *.benchmark.yaml or fairlead.yaml, or say apiVersion: fairlead/v1.`,
    );
  }
  const diagnostics = checkFiles(linked).diagnostics.filter(({ uri }) => files.has(uri));
  const count = (severity: Diagnostic["severity"]) => diagnostics.filter((found) => found.severity === severity).length;
  const errors = count("error");
  const warnings = count("warning");
  if (json) {
    const result = {
      files: files.size,
      errors,
      warnings,
      diagnostics: diagnostics.map((found) => plain(found, context.cwd)),
    };
    context.stdout(`${JSON.stringify(result, undefined, 2)}\n`);
  } else {
    for (const found of diagnostics) context.stdout(`${formatDiagnostic(found, context)}\n`);
    context.stdout(`${summary(files.size, errors, warnings)}\n`);
  }
  context.setExitCode(errors > 0 ? 1 : 0);
}

/**
 * Reads what is to be checked, and what is needed to follow its links: for a single file also the documents of the
 * folder from which the command runs, where that contains the file.
 */
async function collect(paths: readonly string[], cwd: string): Promise<{ files: Set<string>; linked: ParsedFile[] }> {
  const byUri = new Map<string, ParsedFile>();
  const files = new Set<string>();
  let needsContext = false;
  for (const given of paths) {
    const full = path.resolve(cwd, given);
    const found = await read(full, given);
    for (const file of found.files) {
      byUri.set(file.uri, file);
      files.add(file.uri);
    }
    const outside = path.relative(cwd, full).startsWith("..");
    if (found.single && !outside) needsContext = true;
  }
  if (needsContext)
    for (const file of (await readWorkspace(cwd)).files) if (!byUri.has(file.uri)) byUri.set(file.uri, file);
  return { files, linked: [...byUri.values()].sort((a, b) => (a.uri < b.uri ? -1 : 1)) };
}

async function read(full: string, given: string): Promise<{ files: ParsedFile[]; single: boolean }> {
  try {
    if ((await stat(full)).isDirectory()) return { files: (await readWorkspace(full)).files, single: false };
    const file = await readDocument(full);
    return { files: file.recognised ? [file] : [], single: true };
  } catch (error) {
    const { code, path: where } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR")
      throw new UsageError("cli.no-such-path", `There is no file or folder ${given}.`);
    if (code === "EACCES" || code === "EPERM")
      throw new UsageError(
        "cli.unreadable-path",
        `${where ?? given} may not be read. Change its permissions, or check other paths.`,
      );
    throw error;
  }
}

function plain({ uri, range, severity, code, message }: Diagnostic, cwd: string) {
  const { start, end } = range;
  return {
    file: displayPath(uri, cwd),
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
    severity,
    code,
    message,
  };
}

function summary(files: number, errors: number, warnings: number): string {
  const counted = (number: number, word: string) => `${number} ${word}${number === 1 ? "" : "s"}`;
  if (errors === 0 && warnings === 0) return `${counted(files, "file")}, no problems`;
  return `${counted(files, "file")}, ${counted(errors, "error")}, ${counted(warnings, "warning")}`;
}
