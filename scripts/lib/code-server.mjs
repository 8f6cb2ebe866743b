/** The editor: VS Code's own workbench and extension host, from the npm package `code-server`. */
import path from "node:path";
import { npm } from "./npm.mjs";
import { ensureTool } from "./tools.mjs";

const version = "4.139.1";

/** Counts up when what is installed around that version changes. */
const revision = 2;

/** Makes sure that the editor is there, and returns the entry of its server. @returns {Promise<string>} */
export async function ensureCodeServer() {
  const folder = await ensureTool({
    name: "code-server",
    version: `${version}-${revision}`,
    title: `Downloading the editor (code-server ${version}, about 600 MB on disk, once)`,
    async install(target) {
      const what = `the editor (code-server ${version})`;
      // No install scripts: they would compile what the bundled server does not need.
      await npm(["install", "--ignore-scripts", `code-server@${version}`], { cwd: target, what });
      // Not `npm ci`: the lock inside the package lacks one of its packages.
      const editor = path.join(target, "node_modules/code-server/lib/vscode");
      // The second one holds the TypeScript that the editor's own language features run on.
      for (const cwd of [editor, path.join(editor, "extensions")]) {
        await npm(["install", "--omit=dev", "--ignore-scripts"], { cwd, what });
      }
    },
  });
  return path.join(folder, "node_modules/code-server/lib/vscode/out/server-main.js");
}
