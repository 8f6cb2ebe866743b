/** Bundles the test suites that run inside the extension host. */
import { readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { root } from "./paths.mjs";

const sources = path.join(root, "test/editor/suite");
const target = path.join(root, "dist/editor-tests");

/** Bundles them and returns the entry that the extension host is to load. @returns {Promise<string>} */
export async function bundleEditorSuites() {
  const { build } = await import("esbuild");
  const tests = readdirSync(sources).filter((file) => file.endsWith(".test.ts"));
  await rm(target, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: ["index.ts", ...tests].map((file) => path.join(sources, file)),
    outdir: target,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node22",
    conditions: ["source"],
    external: ["vscode", "mocha"],
    sourcemap: "inline",
    logLevel: "error",
  });
  return path.join(target, "index.cjs");
}
