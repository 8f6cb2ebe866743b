import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { afterAll, expect, test } from "vitest";
import { resultsFolder } from "./paths.mjs";

const folder = mkdtempSync(path.join(os.tmpdir(), "fairlead-checks-"));
/** The name of the reports: what `npm test` itself writes stands beside them. */
const NAME = "checks-of-checks";
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  for (const ending of ["json", "second-attempts.json"])
    rmSync(path.join(resultsFolder, `${NAME}.${ending}`), { force: true });
});

/** Runs tests as `npm test` does, in a process of its own, and gives all that it prints. */
function run(tests: string): Promise<string> {
  writeFileSync(path.join(folder, "some.test.js"), tests);
  const args = JSON.stringify(["--root", folder, "--globals", "--retry", "1"]);
  const script = `
    const { summarise, vitest } = await import(${JSON.stringify(path.join(import.meta.dirname, "checks.mjs"))});
    summarise([await vitest("Some tests", "${NAME}", ${args})], []);`;
  const { VITEST: _, ...env } = process.env;
  return new Promise((resolve) =>
    execFile(process.execPath, ["--input-type=module", "--eval", script], { env, cwd: folder }, (_error, output) =>
      resolve(output),
    ),
  );
}

test("what passes only at its second attempt passes, and is named", async () => {
  const output = await run(`
    let attempts = 0;
    describe("a thing", () => {
      test("wavers", () => { attempts += 1; if (attempts < 2) throw new Error("not yet"); });
      test("holds", () => {});
    });`);
  expect(output).toMatch(/^ {4}passed only at the second attempt: .*some\.test\.js > a thing > wavers$/m);
  expect(output).not.toMatch(/second attempt: .*holds/);
  expect(output.trimEnd().split("\n").at(-1)).toBe("2 passed, 0 failed");
});

test("what fails twice fails, and so does a file that can not be loaded", async () => {
  const output = await run('test("fails", () => { throw new Error("never"); });');
  expect(output).not.toContain("second attempt");
  expect(output.trimEnd().split("\n").at(-1)).toBe("0 passed, 1 failed");
  const broken = await run('import "./nowhere.js"; test("is never reached", () => {});');
  expect(broken.trimEnd().split("\n").at(-1)).toBe("0 passed, 1 failed");
});
