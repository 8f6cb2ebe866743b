/** Which packages need a new dependency once their code is migrated. */
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { relativePath } from "./walk.ts";

const GATEWAY_PACKAGE = "@fairlead/runtime";
const FIELDS = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"];

/** A manifest that does not name the gateway's package yet. */
export interface MissingDependency {
  /** Relative to the root: `services/support/package.json`. */
  manifest: string;
  package: string;
}

/** The nearest manifests of these files that lack the gateway's package, in order, each once. */
export async function missingDependencies(root: string, files: readonly string[]): Promise<MissingDependency[]> {
  const manifests = new Map<string, boolean>();
  for (const file of files) {
    const nearest = await nearestManifest(resolve(root), dirname(resolve(root, file)));
    if (nearest) manifests.set(nearest.path, nearest.names);
  }
  return [...manifests]
    .filter(([, names]) => !names)
    .map(([path]) => ({ manifest: relativePath(resolve(root), path), package: GATEWAY_PACKAGE }))
    .sort((a, b) => (a.manifest < b.manifest ? -1 : 1));
}

async function nearestManifest(root: string, folder: string): Promise<{ path: string; names: boolean } | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, "package.json");
    const text = await readFile(path, "utf8").catch(() => undefined);
    if (text !== undefined) return { path, names: namesPackage(text) };
    if (at === root || dirname(at) === at) return undefined;
  }
}

function namesPackage(text: string): boolean {
  try {
    const manifest = JSON.parse(text.replace(/^\uFEFF/, "")) as Record<string, Record<string, unknown> | undefined>;
    return FIELDS.some((field) => typeof manifest[field] === "object" && GATEWAY_PACKAGE in (manifest[field] ?? {}));
  } catch {
    // A manifest that can not be read is not one to give advice about.
    return true;
  }
}
