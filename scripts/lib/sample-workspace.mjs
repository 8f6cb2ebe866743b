/** The sample workspace that a person plays with: a copy, so that the clone stays as it is. */
import { existsSync } from "node:fs";
import { cp, rm } from "node:fs/promises";
import path from "node:path";
import { Failure } from "./failure.mjs";
import { dataFolder, root } from "./paths.mjs";

const sampleSource = path.join(root, "test/sample-workspace");

/** Copies the sample as it is in git: a ledger that somebody's gateway left in it stays out. @param {string} target */
export async function copySample(target) {
  const filter = (/** @type {string} */ source) => path.basename(source) !== ".fairlead";
  await cp(sampleSource, target, { recursive: true, filter });
}

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
  if (!existsSync(copy)) await copySample(copy);
  return copy;
}
