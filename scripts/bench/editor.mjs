/**
 * `npm run bench:editor`: our language server beside `yaml-language-server`, both over stdio, with the same file and
 * the same schema in the same run. `-- --lines 600,5500,22000`, `-- --times N` for how often each thing is done,
 * `-- --styles block,documents,anchors` for how the file is written: in one document, in ten, or in one with aliases,
 * `-- --only fairlead` or `-- --only yaml-language-server` for one alone, `-- --no-build` with what is built already.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "../build.mjs";
import { runMain } from "../lib/failure.mjs";
import { npm } from "../lib/npm.mjs";
import { root } from "../lib/paths.mjs";
import { say, step } from "../lib/progress.mjs";
import { ensureTool } from "../lib/tools.mjs";
import { setUp } from "../setup.mjs";
import { catalogText, policyText } from "./editor-documents.mjs";

/** @type {readonly import("./editor-documents.mjs").Style[]} */
const STYLES = ["block", "documents", "anchors"];

const PEER = "yaml-language-server";
const PEER_VERSION = "2.0.0";

/** @typedef {{ name: string, args: string[] }} Server */

/** @returns {Promise<Server>} */
async function peer() {
  const folder = await ensureTool({
    name: PEER,
    version: PEER_VERSION,
    title: `Downloading ${PEER} ${PEER_VERSION} (21 MB on disk, once)`,
    install: (cwd) => npm(["install", "--ignore-scripts", `${PEER}@${PEER_VERSION}`], { cwd, what: PEER }),
  });
  const entry = path.join(folder, "node_modules", PEER, "bin", PEER);
  return { name: PEER, args: [entry, "--stdio"] };
}

/** As any editor starts it, and as our extension does. @type {Server[]} */
const ours = [
  { name: "fairlead lsp", args: [path.join(root, "dist/fairlead.mjs"), "lsp", "--stdio"] },
  { name: "fairlead in VS Code", args: [path.join(root, "dist/server.cjs"), "--stdio"] },
];

/** What both are told; each listens to what is its own. */
function settings() {
  const schema = pathToFileURL(path.join(root, "schemas/catalog.schema.json")).href;
  const yaml = {
    validate: true,
    hover: true,
    completion: true,
    schemaStore: { enable: false },
    schemas: { [schema]: ["*.catalog.yaml"] },
  };
  return { yaml, fairlead: {} };
}

/** @param {readonly number[]} figures @param {number} part */
function percentile(figures, part) {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** @param {Server} server @param {string} folder @param {string} text @param {number} times */
async function measure(server, folder, text, times) {
  // They need the newer Node that the set-up starts this script with.
  const { EditorClient } = await import("./editor-client.mjs");
  const { runScenario } = await import("./editor-scenario.mjs");
  const client = new EditorClient(server.args, folder, settings());
  try {
    await client.initialize(pathToFileURL(folder).href, settings());
    const uri = pathToFileURL(path.join(folder, "bench.catalog.yaml")).href;
    return await runScenario(client, uri, text, times);
  } finally {
    await client.stop();
  }
}

/** @param {string} name @param {string} style @param {number} lines @param {import("./editor-scenario.mjs").Figures} figures */
function row(name, style, lines, figures) {
  const both = (/** @type {number[]} */ all) =>
    `${percentile(all, 0.5).toFixed(1)} / ${percentile(all, 0.95).toFixed(1)}`.padStart(15);
  const cells = [
    name.padEnd(21),
    style.padEnd(9),
    String(lines).padStart(7),
    figures.open.toFixed(0).padStart(6),
    both(figures.edits),
    both(figures.completions),
    both(figures.hovers),
    Math.max(...figures.typing)
      .toFixed(0)
      .padStart(8),
    `${figures.memory ?? "–"} / ${figures.highestMemory ?? "–"}`.padStart(10),
  ];
  return cells.join(" ");
}

async function main() {
  await setUp();
  const { values } = parseArgs({
    options: {
      lines: { type: "string", default: "600,5500,22000" },
      times: { type: "string", default: "30" },
      styles: { type: "string", default: STYLES.join(",") },
      only: { type: "string" },
      "no-build": { type: "boolean", default: false },
    },
  });
  if (!values["no-build"]) await step("Building", build);
  const servers = [
    ...(values.only === PEER ? [] : ours),
    ...(values.only === undefined || values.only === PEER ? [await peer()] : []),
  ];
  const titles = ["server", "style", "lines", "open", "edit p50/p95", "completion", "hover", "typing", "MB now/max"];
  const widths = [-21, -9, 7, 6, 15, 15, 15, 8, 10];
  say(
    `\n${titles.map((title, i) => ((widths[i] ?? 0) < 0 ? title.padEnd(-(widths[i] ?? 0)) : title.padStart(widths[i] ?? 0))).join(" ")}`,
  );
  const styles = STYLES.filter((style) => values.styles.split(",").includes(style));
  for (const lines of values.lines.split(",").map(Number)) {
    for (const style of styles) {
      const text = catalogText(lines, style);
      for (const server of servers) {
        const folder = await mkdtemp(path.join(os.tmpdir(), "fairlead-bench-"));
        try {
          await writeFile(path.join(folder, "bench.catalog.yaml"), text);
          await writeFile(path.join(folder, "bench.routing-policy.yaml"), policyText());
          const figures = await measure(server, folder, text, Number(values.times));
          say(row(server.name, style, text.split("\n").length - 1, figures));
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      }
    }
  }
  say(
    [
      "",
      "All times in ms, from the client's message to the server's. open: to the first diagnostics. edit: to the",
      "diagnostics with, or without, the error that the edit puts in or takes out. completion: right after a keystroke.",
      "typing: the longest wait for completion while a letter comes every 40 ms. style: one document, ten, or one in",
      "which all entities share parts by aliases.",
      `${PEER} ${PEER_VERSION}, Node ${process.version}, ${os.cpus().length} cores, ${os.cpus()[0]?.model ?? "unknown processor"}; each thing ${values.times} times.`,
    ].join("\n"),
  );
}

await runMain(main);
