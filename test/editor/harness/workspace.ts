/** Copies of the sample workspace, one for each test: an editor that finds an old one restores old state. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { copySample } from "../../../scripts/lib/sample-workspace.mjs";

/** Makes a copy below `folder`, with more workspace settings where they are given. */
export async function freshWorkspace(
  folder: string,
  name: string,
  settings: Record<string, unknown> = {},
): Promise<string> {
  const target = path.join(folder, name, "sample-workspace");
  await copySample(target);
  const file = path.join(target, ".vscode/settings.json");
  const own = await readFile(file, "utf8").then(JSON.parse, () => ({}));
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ ...own, ...settings }, undefined, 2));
  return target;
}
