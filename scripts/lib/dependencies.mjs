/** The repository's own dependencies. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { withLock } from "./lock.mjs";
import { npm } from "./npm.mjs";
import { root } from "./paths.mjs";
import { say, step } from "./progress.mjs";

/** @typedef {{ packages: Record<string, { version?: string, optional?: boolean, devOptional?: boolean, link?: boolean }> }} Lock */

/**
 * Which packages of the lock are not installed as it says. Optional ones may be missing: they belong to other machines.
 * @param {Lock} wanted `package-lock.json`
 * @param {Lock} installed npm's own record in `node_modules`
 * @returns {string[]}
 */
export function missingPackages(wanted, installed) {
  return Object.entries(wanted.packages)
    .filter(([where, entry]) => {
      if (!where.includes("node_modules/")) return false;
      const found = installed.packages[where];
      if (found === undefined) return !entry.optional && !entry.devOptional;
      return found.version !== entry.version;
    })
    .map(([where]) => where);
}

/** Installs the dependencies where they are missing or not those of the lock. */
export async function ensureDependencies() {
  // npm writes its record last, so an interrupted installation has none.
  const record = path.join(root, "node_modules/.package-lock.json");
  const isComplete = () =>
    existsSync(record) &&
    missingPackages(
      JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")),
      JSON.parse(readFileSync(record, "utf8")),
    ).length === 0;
  if (isComplete()) return;
  await withLock(path.join(root, ".fairlead/install.lock"), async () => {
    if (isComplete()) return;
    await step("Installing dependencies (npm ci, about a minute the first time)", () =>
      npm(["ci", "--ignore-scripts"], { cwd: root, what: "the dependencies of this repository" }),
    );
    if (!isComplete()) say("  note: npm left out some packages; what follows may say which.");
  });
}
