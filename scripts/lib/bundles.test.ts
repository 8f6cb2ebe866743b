import { build } from "esbuild";
import { expect, test } from "vitest";
import { bundles, separateCodeEngine } from "./bundles.mjs";
import { root } from "./paths.mjs";

async function inputsOf(output: string): Promise<string[]> {
  const bundle = bundles.find((one) => one.output === output);
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [bundle?.entry ?? ""],
    bundle: true,
    platform: "node",
    format: bundle?.format ?? "cjs",
    conditions: ["source"],
    plugins: [separateCodeEngine],
    metafile: true,
    write: false,
  });
  return Object.keys(metafile.inputs);
}

test.each(["dist/server.cjs", "dist/fairlead.mjs"])("%s loads no TypeScript compiler", async (output) => {
  const inputs = await inputsOf(output);
  expect(inputs).toContain("server/src/server.ts");
  expect(inputs.filter((input) => input.includes("ts-morph"))).toEqual([]);
});

test("the code engine has it", async () => {
  expect((await inputsOf("dist/code-engine.cjs")).some((input) => input.includes("ts-morph"))).toBe(true);
});
