/**
 * How long a scan takes: cold, again after one edit, for a keystroke, and as a command; beside ripgrep, where it is installed, and with
 * `--peers` beside linters that only look at imports, from npm. `--json` prints the figures for programs.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { performance } from "node:perf_hooks";
import v8 from "node:v8";
import { root } from "../lib/paths.mjs";
import { writeRepository } from "./scan-repository.mjs";

const engineFile = path.join(root, "server/src/code/index.ts");
const SIZES = [3_000, 15_000];

if (process.argv[2] === "--measure") {
  console.log(JSON.stringify(await measure(process.argv[3] ?? ".")));
} else {
  const results = [];
  for (const size of SIZES) {
    const folder = mkdtempSync(path.join(tmpdir(), "fairlead-bench-scan-"));
    try {
      const bytes = writeRepository(folder, size);
      // A process of its own, so that the memory is that of one scan.
      const output = execFileSync(
        process.execPath,
        ["--conditions=source", import.meta.filename, "--measure", folder],
        { encoding: "utf8" },
      );
      results.push({
        files: size,
        megabytes: round(bytes / 1e6),
        ...JSON.parse(output),
        ...command(folder),
        ...ripgrep(folder),
        ...peers(folder),
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  if (process.argv.includes("--json")) console.log(JSON.stringify(results, undefined, 2));
  else console.table(results);
}

/** @param {string} folder */
async function measure(folder) {
  // As the command has it.
  v8.setFlagsFromString("--semi-space-growth-factor=1");
  const before = performance.now();
  const { analyseSource, scanWorkspace, WorkspaceIndex } = await import(engineFile);
  const loadMs = performance.now() - before;
  const index = new WorkspaceIndex();
  const options = { root: folder, workloads: [], index };
  const cpu = process.cpuUsage();
  const cold = await scanWorkspace(options);
  const { user, system } = process.cpuUsage(cpu);
  appendFileSync(path.join(folder, "src/part1/file1.ts"), "export const edited = 1;\n");
  const again = await scanWorkspace(options);
  const memory = process.memoryUsage().rss;
  const lines = Array.from(
    { length: 2_000 },
    (_one, line) => `export const value${line} = Math.max(${line}, total(${line % 9}));`,
  );
  const text = `import OpenAI from "openai";\nconst client = new OpenAI();\n${lines.join("\n")}\nclient.chat.completions.create({});\n`;
  const keystrokes = [];
  for (let count = 0; count < 150; count++) {
    const at = text.indexOf("value1000");
    const edited = `${text.slice(0, at)}x${"y".repeat(count)}${text.slice(at)}`;
    const started = performance.now();
    analyseSource({ path: "src/big.ts", text: edited, workloads: [] });
    if (count >= 50) keystrokes.push(performance.now() - started);
  }
  keystrokes.sort((a, b) => a - b);
  return {
    findings: cold.findings.length,
    loadMs: round(loadMs),
    coldMs: round(cold.durationMs),
    // Of the processor alone: what others do on the machine is not in it.
    coldCpuMs: round((user + system) / 1000),
    againMs: round(again.durationMs),
    keystrokeMs: round(keystrokes[Math.floor(keystrokes.length / 2)] ?? 0),
    megabytesResident: round(memory / 1e6),
  };
}

/**
 * The built command from its start to its end, the best of three: the first has nothing compiled yet.
 * @param {string} folder
 */
function command(folder) {
  const built = path.join(root, "cli/dist/fairlead.mjs");
  if (!existsSync(built)) return {};
  const bin = path.join(root, "cli/bin/fairlead.mjs");
  const times = [1, 2, 3].map(() => timed(process.execPath, [bin, "scan", "--workspace", folder, "--json"], folder));
  return { commandMs: Math.min(...times) };
}

/** @param {string} folder */
function ripgrep(folder) {
  const pattern = "openai|@anthropic-ai/sdk|completions";
  const started = performance.now();
  const { status } = spawnSync("rg", ["--count", pattern, folder]);
  return status === null || status > 1 ? {} : { ripgrepMs: round(performance.now() - started) };
}

/** oxlint and ESLint with restricted imports, installed beside the repository. @param {string} folder */
function peers(folder) {
  if (!process.argv.includes("--peers")) return {};
  const tools = mkdtempSync(path.join(tmpdir(), "fairlead-bench-peers-"));
  try {
    execFileSync(
      "npm",
      ["install", "--prefix", tools, "--no-save", "oxlint", "eslint", "typescript-eslint", "typescript@5"],
      { stdio: "ignore" },
    );
    const rule = '["error", { "paths": ["openai", "@anthropic-ai/sdk"] }]';
    writeFileSync(
      path.join(folder, ".oxlintrc.json"),
      `{ "categories": { "correctness": "off" }, "rules": { "no-restricted-imports": ${rule} } }`,
    );
    writeFileSync(
      path.join(folder, "eslint.config.mjs"),
      `import { createRequire } from "node:module";\nconst { parser } = createRequire("${tools}/")("typescript-eslint");\nexport default [{ files: ["**/*.ts"], languageOptions: { parser }, rules: { "no-restricted-imports": ${rule} } }];\n`,
    );
    const bin = (/** @type {string} */ name) => path.join(tools, "node_modules/.bin", name);
    return {
      oxlintMs: timed(bin("oxlint"), ["--quiet", "."], folder),
      eslintMs: timed(bin("eslint"), ["--quiet", "."], folder),
    };
  } finally {
    rmSync(tools, { recursive: true, force: true });
  }
}

/** @param {string} command @param {string[]} args @param {string} cwd */
function timed(command, args, cwd) {
  const started = performance.now();
  spawnSync(command, args, { cwd, stdio: "ignore" });
  return round(performance.now() - started);
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}
