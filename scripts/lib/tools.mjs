/** Tools that are too big for the dependencies: downloaded once, on demand, into one folder a version. */
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { withLock } from "./lock.mjs";
import { toolsFolder } from "./paths.mjs";
import { step } from "./progress.mjs";

/**
 * Makes sure that a tool is there, and returns its folder. An interrupted installation leaves nothing that counts:
 * the folder gets its name only when it is whole.
 * @param {{ name: string, version: string, title: string, install: (folder: string) => Promise<void> }} tool
 * @returns {Promise<string>}
 */
export async function ensureTool({ name, version, title, install }) {
  const folder = path.join(toolsFolder, `${name}-${version}`);
  if (existsSync(folder)) return folder;
  await withLock(path.join(toolsFolder, `${name}.lock`), async () => {
    if (existsSync(folder)) return;
    const partial = path.join(toolsFolder, `${name}.partial`);
    await step(title, async () => {
      await rm(partial, { recursive: true, force: true });
      await mkdir(partial, { recursive: true });
      await writeFile(path.join(partial, "package.json"), '{ "private": true }\n');
      await install(partial);
      await rename(partial, folder);
    });
    await removeOlderVersions(name, folder);
  });
  return folder;
}

/** @param {string} name @param {string} keep */
async function removeOlderVersions(name, keep) {
  for (const entry of await readdir(toolsFolder)) {
    const rest = entry.startsWith(`${name}-`) ? entry.slice(name.length + 1) : "";
    if (/^\d/.test(rest) && path.join(toolsFolder, entry) !== keep) {
      await rm(path.join(toolsFolder, entry), { recursive: true, force: true });
    }
  }
}
