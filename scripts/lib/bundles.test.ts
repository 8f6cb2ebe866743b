import { build, type Metafile } from "esbuild";
import { expect, test } from "vitest";
import { bundles, separateCodeEngine } from "./bundles.mjs";
import { root } from "./paths.mjs";

const known = new Map<string, Promise<Metafile>>();

function built(output: string): Promise<Metafile> {
  const metafile = known.get(output) ?? buildAnew(output);
  known.set(output, metafile);
  return metafile;
}

async function buildAnew(output: string): Promise<Metafile> {
  const bundle = bundles.find((one) => one.output === output);
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [bundle?.entry ?? ""],
    outdir: "dist",
    bundle: true,
    splitting: bundle?.splits === true,
    platform: "node",
    format: bundle?.format ?? "cjs",
    conditions: ["source"],
    plugins: [separateCodeEngine],
    metafile: true,
    write: false,
  });
  return metafile;
}

const inputsOf = async (output: string): Promise<string[]> => Object.keys((await built(output)).inputs);

/** The sources that are loaded with one of them, in a bundle of several files. */
function loadedWith({ outputs }: Metafile, entryPoint: string): string[] {
  const loaded = new Set<string>();
  const load = (file: string): void => {
    const output = outputs[file];
    if (!output || loaded.has(file)) return;
    loaded.add(file);
    for (const { kind, path } of output.imports) if (kind === "import-statement") load(path);
  };
  for (const [file, output] of Object.entries(outputs)) if (output.entryPoint === entryPoint) load(file);
  return [...loaded].flatMap((file) => Object.keys(outputs[file]?.inputs ?? {}));
}

test.each(["dist/server.cjs", "dist/fairlead.mjs"])("%s loads no TypeScript compiler", async (output) => {
  const inputs = await inputsOf(output);
  expect(inputs).toContain("server/src/server.ts");
  expect(inputs.filter((input) => input.includes("ts-morph"))).toEqual([]);
});

test("the code engine has it", async () => {
  expect((await inputsOf("dist/code-engine.cjs")).some((input) => input.includes("ts-morph"))).toBe(true);
});

test("a subcommand loads what it needs, and nothing of the others", async () => {
  const metafile = await built("dist/fairlead.mjs");
  const start = loadedWith(metafile, "cli/src/main.ts");
  expect(start.filter((input) => /^(runtime|server)\/src\//.test(input))).toEqual([]);
  const serve = loadedWith(metafile, "cli/src/serve/serve.ts");
  expect(serve).toContain("runtime/src/http/server.ts");
  expect(serve.filter((input) => /^server\/src\/|\/simulator\/|\/bench\/|@aws-sdk\/|\/pg\//.test(input))).toEqual([]);
  const server = loadedWith(metafile, "server/src/index.ts");
  expect(server).toContain("server/src/server.ts");
  expect(server.filter((input) => /\/gateway\/(?!extras)|\/ledger\/|fastify|undici/.test(input))).toEqual([]);
});

test("what is loaded later has its names: a package in CommonJS that is imported itself has none in a bundle of parts", async () => {
  const { outputs } = await built("dist/fairlead.mjs");
  const later = Object.values(outputs).flatMap(({ imports }) =>
    imports.flatMap(({ kind, path }) => (kind === "dynamic-import" && outputs[path] ? [outputs[path]] : [])),
  );
  expect(later.length).toBeGreaterThan(10);
  const nameless = later.filter(({ exports }) => exports.every((name) => name === "default"));
  expect(nameless.map(({ entryPoint }) => entryPoint)).toEqual([]);
});
