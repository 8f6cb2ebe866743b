/** One process at a time: a folder is the lock, and a lock whose owner is gone is taken over. */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { pause } from "./process-group.mjs";

/** @param {number} id */
function processIsAlive(id) {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/**
 * Runs the work while no other process holds the lock.
 * @template T
 * @param {string} folder The lock: made before the work and removed after it.
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(folder, work) {
  await mkdir(path.dirname(folder), { recursive: true });
  const ownerFile = path.join(folder, "owner");
  let unowned = 0;
  for (;;) {
    try {
      await mkdir(folder);
      break;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    }
    const owner = Number(await readFile(ownerFile, "utf8").catch(() => "0"));
    // Between making the folder and naming its owner lies a moment, so that a nameless lock gets some patience.
    if (owner === 0) unowned += 1;
    if ((owner !== 0 && !processIsAlive(owner)) || unowned > 20) {
      await rm(folder, { recursive: true, force: true });
      unowned = 0;
    }
    await pause(200);
  }
  try {
    await writeFile(ownerFile, String(process.pid));
    return await work();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
