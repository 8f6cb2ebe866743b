// Tries the configuration of docs/editors/neovim.md in a real Neovim, on a copy of the sample workspace.
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { root } from "./lib/paths.mjs";

const neovim = process.env.FAIRLEAD_NEOVIM ?? "nvim";
const version = spawnSync(neovim, ["--version"], { encoding: "utf8" });
const [, major, minor] = /v(\d+)\.(\d+)/.exec(version.stdout ?? "") ?? [];
if (minor === undefined) {
  console.error(`There is no Neovim to try: ${neovim} does not start. Install it, or set FAIRLEAD_NEOVIM to its path.`);
  process.exit(2);
}
const blocks = [...readFileSync(path.join(root, "docs/editors/neovim.md"), "utf8").matchAll(/```lua\n(.*?)```/gs)].map(
  ([, code]) => code,
);
const isNew = Number(major) > 0 || Number(minor) >= 11;
const folder = mkdtempSync(path.join(tmpdir(), "fairlead-neovim-"));
try {
  const workspace = path.join(folder, "workspace");
  cpSync(path.join(root, "test/sample-workspace"), workspace, { recursive: true });
  spawnSync("git", ["init", "--quiet"], { cwd: workspace });
  const command = path.join(folder, "fairlead");
  writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${path.join(root, "dist/fairlead.mjs")}" "$@"\n`);
  chmodSync(command, 0o755);
  const configuration = path.join(folder, "init.lua");
  writeFileSync(configuration, blocks[isNew ? 0 : 1] ?? "");
  console.log(`Neovim ${major}.${minor}`);
  const tests = path.join(root, "test/neovim/features.lua");
  const { status } = spawnSync(neovim, ["--headless", "--clean", "-u", configuration, "-c", `luafile ${tests}`], {
    cwd: workspace,
    stdio: "inherit",
    timeout: 120_000,
    env: {
      ...process.env,
      PATH: `${folder}${path.delimiter}${process.env.PATH}`,
      HOME: folder,
      XDG_STATE_HOME: folder,
    },
  });
  process.exitCode = status === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
