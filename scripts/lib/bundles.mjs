/** What the build makes. Data: one entry a bundle. */

/** CommonJS dependencies inside an ES module still call `require` and read `__dirname`. */
const commonJsInModule = [
  'import { createRequire as fairleadCreateRequire } from "node:module";',
  'import { dirname as fairleadDirname } from "node:path";',
  'import { fileURLToPath as fairleadFileUrlToPath } from "node:url";',
  "const require = fairleadCreateRequire(import.meta.url);",
  "const __filename = fairleadFileUrlToPath(import.meta.url);",
  "const __dirname = fairleadDirname(__filename);",
].join("\n");

/**
 * @typedef {object} Bundle
 * @property {string} entry Source file, from the root.
 * @property {string} output Built file, from the root.
 * @property {"cjs" | "esm" | "iife"} format
 * @property {"node" | "browser"} platform
 * @property {string[]} [external]
 * @property {string} [banner]
 * @property {boolean} [keepsNames] Whether functions keep their names. True where absent.
 * @property {string[]} [copies] Further places, from the root, that get the same file.
 * @property {boolean} [splits] Whether what is imported dynamically lies in files beside it, each loaded when it is needed.
 */

/** The SDKs stay the application's own: a client library that brought its own copy would break `instanceof`. */
const applicationSdks = ["openai", "openai/*", "@anthropic-ai/*", "@aws-sdk/*", "@smithy/*", "@google/*"];

/**
 * The code engine holds a whole TypeScript compiler, of which even the unused text costs 60 MB of memory. So it is a
 * file of its own, and what imports it dynamically loads that file.
 * @type {import("esbuild").Plugin}
 */
export const separateCodeEngine = {
  name: "separate-code-engine",
  setup({ onResolve }) {
    onResolve({ filter: /^(\.\.\/)+code\/index\.ts$|^@fairlead\/language-server\/code$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: "./code-engine.cjs", external: true } : undefined,
    );
  },
};

/** @type {Bundle[]} */
export const bundles = [
  {
    entry: "client/src/extension.ts",
    output: "dist/extension.cjs",
    format: "cjs",
    platform: "node",
    external: ["vscode"],
  },
  {
    entry: "client/src/panels/benchmark/reader/main.ts",
    output: "dist/benchmark-reader.cjs",
    format: "cjs",
    platform: "node",
  },
  { entry: "server/src/main.ts", output: "dist/server.cjs", format: "cjs", platform: "node" },
  {
    entry: "server/src/code/index.ts",
    output: "dist/code-engine.cjs",
    format: "cjs",
    platform: "node",
    // Its names are shown to nobody, and the compiler makes many functions while it parses.
    keepsNames: false,
    copies: ["cli/dist/code-engine.cjs"],
  },
  {
    entry: "cli/src/main.ts",
    output: "dist/fairlead.mjs",
    format: "esm",
    platform: "node",
    banner: commonJsInModule,
    // Giving a function its name back costs a call each time it is made: on the gateway's hot path a tenth of all time.
    keepsNames: false,
    splits: true,
    copies: ["cli/dist/fairlead.mjs"],
  },
  {
    entry: "client/src/panels/benchmark/webview/main.tsx",
    output: "dist/webview/benchmark.js",
    format: "iife",
    platform: "browser",
  },
  ...["openai", "anthropic", "bedrock", "google"].flatMap((name) =>
    /** @type {const} */ ([
      ["esm", "js"],
      ["cjs", "cjs"],
    ]).map(([format, extension]) => ({
      entry: `runtime/src/client/${name}.ts`,
      output: `runtime/dist/client/${name}.${extension}`,
      format,
      platform: /** @type {const} */ ("node"),
      external: applicationSdks,
    })),
  ),
];
