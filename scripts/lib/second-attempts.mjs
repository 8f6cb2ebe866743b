/** A reporter for vitest: writes which tests passed only at their second attempt, so that they are seen. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { root } from "./paths.mjs";

/** Names the file that the list is written to, as JSON. */
export const LIST_VARIABLE = "FAIRLEAD_SECOND_ATTEMPTS";

export default class SecondAttempts {
  /** @type {string[]} */
  #names = [];

  /** @param {import("vitest/node").TestCase} test */
  onTestCaseResult(test) {
    if (!test.diagnostic()?.flaky) return;
    this.#names.push(`${path.relative(root, test.module.moduleId)} > ${test.fullName}`);
  }

  async onTestRunEnd() {
    const file = process.env[LIST_VARIABLE];
    if (file === undefined) return;
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(this.#names));
  }
}
