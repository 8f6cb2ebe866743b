/** A browser for the end-to-end tests: the machine's own, or one from npm. */
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { runCommand } from "./command.mjs";
import { Failure } from "./failure.mjs";
import { npm } from "./npm.mjs";
import { ensureTool } from "./tools.mjs";

const version = "147.0.0";

/**
 * @typedef {object} Chromium
 * @property {string} executable
 * @property {NodeJS.ProcessEnv} env What it needs in its environment.
 */

/** Finds a Chromium, or fetches one. `FAIRLEAD_CHROMIUM` names one to use. @returns {Promise<Chromium>} */
export async function ensureChromium() {
  const named = process.env.FAIRLEAD_CHROMIUM;
  if (named) {
    if (await starts(named, {})) return { executable: named, env: {} };
    throw new Failure(
      `FAIRLEAD_CHROMIUM names ${named}, which does not start.`,
      "Name a Chromium or Chrome, or unset it.",
    );
  }
  const installed = systemCandidates().find((file) => existsSync(file));
  if (installed && (await starts(installed, {}))) return { executable: installed, env: {} };
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Failure(
      "The editor tests need Chromium or Chrome, and none was found.",
      "Install one, name it in FAIRLEAD_CHROMIUM, or leave these tests out: npm test -- --no-editor.",
    );
  }
  return fetchedChromium();
}

/** @returns {string[]} */
function systemCandidates() {
  if (process.platform === "darwin") {
    return ["Google Chrome", "Chromium"].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  if (process.platform === "win32") return ["C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"];
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  return (process.env.PATH ?? "")
    .split(path.delimiter)
    .flatMap((folder) => names.map((name) => path.join(folder, name)));
}

/** Whether the browser starts at all; a missing shared library shows here. @param {string} file @param {NodeJS.ProcessEnv} env */
async function starts(file, env) {
  const result = await runCommand(file, ["--version"], {
    env: { ...process.env, ...env },
    quiet: true,
    timeoutMs: 20_000,
  }).catch(() => undefined);
  return result?.code === 0;
}

/** The Chromium inside the npm package `@sparticuz/chromium`, with the libraries it brings for bare machines. */
async function fetchedChromium() {
  const folder = await ensureTool({
    name: "chromium",
    version,
    title: `Downloading Chromium (@sparticuz/chromium ${version}, 66 MB, once)`,
    async install(target) {
      await npm(["install", "--ignore-scripts", `@sparticuz/chromium@${version}`], {
        cwd: target,
        what: `Chromium (@sparticuz/chromium ${version})`,
      });
      await unpack(target);
    },
  });
  const executable = path.join(folder, "unpacked/chromium");
  // The libraries and fonts that it brings are used only where the machine has none of its own.
  const bare = {
    LD_LIBRARY_PATH: [path.join(folder, "unpacked/al2023/lib"), process.env.LD_LIBRARY_PATH].filter(Boolean).join(":"),
  };
  const fonts = existsSync("/etc/fonts/fonts.conf") ? {} : { FONTCONFIG_PATH: path.join(folder, "unpacked/fonts") };
  for (const env of [fonts, { ...fonts, ...bare }]) {
    if (await starts(executable, env)) return { executable, env };
  }
  throw new Failure(
    `The Chromium from npm does not start on this machine (${executable}).`,
    "Install Chromium with the machine's package manager, or leave the editor tests out: npm test -- --no-editor.",
  );
}

/** Unpacks beside the package. The package unpacks into the temporary folder only, so that is where it is told to be. @param {string} target */
async function unpack(target) {
  const unpacked = path.join(target, "unpacked");
  await mkdir(unpacked, { recursive: true });
  const script = 'import chromium from "@sparticuz/chromium"; await chromium.executablePath();';
  const { code, output } = await runCommand(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: target,
    quiet: true,
    // The second variable makes the package unpack its libraries too.
    env: { ...process.env, TMPDIR: unpacked, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x" },
  });
  if (code !== 0)
    throw new Failure(`Chromium could not be unpacked:\n${output}`, "Check the free disk space and try again.");
}
