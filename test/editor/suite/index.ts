/** Entry of the suites inside the extension host: runs every bundled suite beside it and writes a report. */
import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import Mocha from "mocha";

export interface SuiteReport {
  tests: { title: string; error: string | undefined; durationMs: number }[];
}

/** Called by the editor. Rejects where a test failed, so that the editor's exit code says so as well. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: "bdd", timeout: 150_000, color: false, reporter: "spec" });
  for (const file of readdirSync(__dirname).sort()) {
    if (file.endsWith(".test.cjs")) mocha.addFile(path.join(__dirname, file));
  }
  const report: SuiteReport = { tests: [] };
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on("pass", (test) => {
      report.tests.push({ title: test.fullTitle(), error: undefined, durationMs: test.duration ?? 0 });
    });
    runner.on("fail", (test, error: Error) => {
      report.tests.push({
        title: test.fullTitle(),
        error: error.stack ?? error.message,
        durationMs: test.duration ?? 0,
      });
    });
  });
  const file = process.env.FAIRLEAD_TEST_REPORT;
  if (file) writeFileSync(file, JSON.stringify(report));
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}
