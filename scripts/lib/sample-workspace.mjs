/** The sample workspace that a person plays with: a copy, so that the clone stays as it is. */
import { existsSync } from "node:fs";
import { cp, rm } from "node:fs/promises";
import path from "node:path";
import { Failure } from "./failure.mjs";
import { dataFolder, root } from "./paths.mjs";

/** Where the sample comes from. */
export const sampleSource = path.join(root, "test/sample-workspace");

/**
 * Copies the sample workspace, unless a copy is there to keep.
 * @param {{ fresh: boolean, name?: string }} options `name` is the copy's, for one that is not a person's.
 * @returns {Promise<string>} The folder of the copy.
 */
export async function sampleCopy({ fresh, name = "sample-workspace" }) {
  if (!existsSync(sampleSource)) {
    throw new Failure("test/sample-workspace is missing.", "Restore it: git checkout -- test/sample-workspace.");
  }
  const copy = path.join(dataFolder, name);
  if (fresh) await rm(copy, { recursive: true, force: true });
  if (!existsSync(copy)) await cp(sampleSource, copy, { recursive: true });
  return copy;
}
