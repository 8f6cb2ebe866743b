/** Imports run one way: schemas <- runtime/documents <- runtime/policy <- runtime/* <- server <- cli; the client stands alone. */
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "..");

/** What each part may import, besides itself and packages of others. The first that matches a file holds. */
const ALLOWED: [part: string, mayImport: string[]][] = [
  ["runtime/src/documents", ["schemas"]],
  ["runtime/src/policy", ["runtime/src/documents"]],
  ["runtime/src/rules", ["runtime/src/documents", "runtime/src/policy"]],
  ["runtime/src/protocols", ["runtime/src/documents"]],
  ["runtime/src/client", []],
  ["runtime/src/bench", ["schemas", "runtime/src/documents", "runtime/src/protocols"]],
  ["runtime/src/simulator", ["runtime/src/documents"]],
  ["runtime/src/providers", ["runtime/src/documents", "runtime/src/policy", "runtime/src/protocols"]],
  ["runtime/src/ledger", ["runtime/src/documents", "runtime/src/policy", "runtime/src/protocols"]],
  [
    "runtime/src/gateway",
    [
      "runtime/src/documents",
      "runtime/src/policy",
      "runtime/src/protocols",
      "runtime/src/providers",
      "runtime/src/ledger",
    ],
  ],
  [
    "runtime/src/telemetry",
    ["runtime/src/documents", "runtime/src/policy", "runtime/src/ledger", "runtime/src/gateway"],
  ],
  [
    "runtime/src/http",
    [
      "runtime/src/documents",
      "runtime/src/policy",
      "runtime/src/protocols",
      "runtime/src/ledger",
      "runtime/src/gateway",
    ],
  ],
  // What the gateway refuses in a request, the lint says where the code writes it.
  [
    "server/src/code",
    ["runtime/src/documents", "runtime/src/policy", "runtime/src/rules", "runtime/src/gateway/extras"],
  ],
  // What a result measured is written into the catalog.
  ["server/src", ["runtime/src/documents", "runtime/src/policy", "runtime/src/rules", "runtime/src/bench/measured"]],
  ["cli/src", ["runtime/src", "server/src"]],
  // Results are read by the engine's own reader, in a thread of its own.
  ["client/src/panels/benchmark/reader", ["runtime/src/bench/view"]],
  // The extension talks to the server over the protocol only; types of what a benchmark prints may be read.
  ["client/src", []],
];

const PACKAGES: Record<string, string> = {
  "@fairlead/runtime": "runtime/src",
  "@fairlead/language-server": "server/src",
};

function targetOf(file: string, specifier: string): string | undefined {
  if (specifier.startsWith(".")) return path.relative(root, path.resolve(path.dirname(file), specifier));
  for (const [name, folder] of Object.entries(PACKAGES)) {
    if (specifier === name) return folder;
    if (specifier.startsWith(`${name}/`)) return `${folder}/${specifier.slice(name.length + 1)}`;
  }
  return undefined;
}

function importsOf(text: string): { specifier: string; typeOnly: boolean }[] {
  const pattern = /^\s*(?:import|export)\s+(type\s)?[^;"']*?from\s+["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/gm;
  return [...text.matchAll(pattern)].map((match) => ({
    specifier: match[2] ?? match[3] ?? "",
    typeOnly: match[1] !== undefined,
  }));
}

const sources = globSync("{runtime,server,cli,client}/src/**/*.{ts,tsx}", { cwd: root }).filter(
  (file) => !/\.test\.tsx?$|\/fixtures\/|\/testing\.ts$/.test(file),
);

test("there are sources to look at", () => {
  expect(sources.length).toBeGreaterThan(100);
});

test("no import runs against the direction of the layout", () => {
  const wrong: string[] = [];
  for (const source of sources) {
    const [part, mayImport] = ALLOWED.find(([prefix]) => source.startsWith(`${prefix}/`)) ?? [source, []];
    for (const { specifier, typeOnly } of importsOf(readFileSync(path.join(root, source), "utf8"))) {
      const target = targetOf(path.join(root, source), specifier);
      if (target === undefined || target.startsWith(part)) continue;
      // A package may know its own name and version.
      if (target === path.join(path.dirname(part), "package.json")) continue;
      if (mayImport.some((prefix) => target.startsWith(prefix))) continue;
      if (typeOnly && part === "client/src" && target.startsWith("runtime/src/bench")) continue;
      wrong.push(`${source} imports ${target}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("the pure core reads no clock, no randomness and does no I/O", () => {
  const impure =
    /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.|from "node:(?!crypto)|\bfetch\(|\bprocess\./;
  const files = sources.filter((file) => file.startsWith("runtime/src/policy/"));
  expect(files.length).toBeGreaterThan(10);
  expect(files.filter((file) => impure.test(readFileSync(path.join(root, file), "utf8")))).toEqual([]);
});
