/** The two sides that a plan compares: documents on disk, or as of a revision. */
import path from "node:path";
import {
  type CheckedWorkspace,
  checkFiles,
  formatDiagnostic,
  GitError,
  loadWorkspace,
  mergeBase,
  readRevision,
  stopsGeneration,
} from "@fairlead/runtime/documents";
import { type PlanSide, planSide } from "@fairlead/runtime/policy";
import { type CommandContext, UsageError } from "../context.ts";

export const WORKING_TREE = "working tree";

/** One side with its documents. `name` is a revision, or `WORKING_TREE`. */
export interface NamedSide {
  name: string;
  checked: CheckedWorkspace;
}

/** Reads a side. Throws a UsageError where git can not. */
export async function readSide(root: string, name: string): Promise<NamedSide> {
  if (name === WORKING_TREE) return { name, checked: await loadWorkspace(root) };
  try {
    return { name, checked: checkFiles((await readRevision(root, name)).files) };
  } catch (error) {
    if (error instanceof GitError) throw new UsageError(error.code, error.message);
    throw error;
  }
}

/** The commit where the head (a revision, or the branch that is checked out) left the base. Throws a UsageError. */
export async function branchingPoint(root: string, base: string, head: string): Promise<string> {
  try {
    return await mergeBase(root, base, head === WORKING_TREE ? "HEAD" : head);
  } catch (error) {
    if (error instanceof GitError) throw new UsageError(error.code, error.message);
    throw error;
  }
}

/** Compiles sides that have no errors; else prints the errors of all of them and throws `cli.invalid-documents`. */
export function compiledSides(sides: readonly NamedSide[], context: CommandContext): PlanSide[] {
  const broken = sides.filter((side) => printErrors(side, context));
  if (broken.length === 0) return sides.map(({ checked }) => planSide(checked.documents));
  const names = broken.map(({ name }) => name).join(" and ");
  const remedy = broken.some(({ name }) => name === WORKING_TREE)
    ? "Put them right first."
    : "Compare with a revision that has none: --base.";
  throw new UsageError("cli.invalid-documents", `Documents with errors can not be compared: ${names}. ${remedy}`);
}

function printErrors({ name, checked }: NamedSide, context: CommandContext): boolean {
  const errors = checked.diagnostics.filter(stopsGeneration);
  const prefix = name === WORKING_TREE ? "" : `${name}:`;
  for (const error of errors) context.stderr(`${prefix}${formatDiagnostic(error, context)}\n`);
  return errors.length > 0;
}

/** The folder of the documents, absolute. */
export function rootOf(context: CommandContext, folder: string): string {
  return path.resolve(context.cwd, folder);
}
