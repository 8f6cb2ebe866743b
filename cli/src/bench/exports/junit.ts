import type { BenchmarkResult, RequestRecord } from "@fairlead/runtime/bench";
import { escapeMarkup } from "../../html/escape.ts";

/** JUnit's XML: an arm is a suite, an answer a test. A request without an answer is an error, a refusal is skipped. */
export function junit({ benchmark, arms, records }: BenchmarkResult): string {
  const suites = arms.map(({ arm }) => {
    const own = records.filter((record) => record.arm === arm);
    const count = (is: (record: RequestRecord) => boolean) => own.filter(is).length;
    const failures = count(({ passed }) => passed === false);
    const errors = count(({ outcome }) => outcome === "error");
    const skipped = count(({ outcome }) => outcome === "blocked");
    const head = `name="${escapeMarkup(arm)}" tests="${own.length}" failures="${failures}" errors="${errors}" skipped="${skipped}"`;
    return `  <testsuite ${head}>\n${own.map((record) => testCase(benchmark, record)).join("")}  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${escapeMarkup(benchmark)}">\n${suites.join("")}</testsuites>\n`;
}

function testCase(benchmark: string, record: RequestRecord): string {
  const { caseIndex, caseName, trial, totalMs = 0 } = record;
  const name = `${caseName ?? `case ${caseIndex + 1}`}, trial ${trial + 1}`;
  const head = `classname="${escapeMarkup(benchmark)}" name="${escapeMarkup(name)}" time="${(totalMs / 1000).toFixed(3)}"`;
  const body = trouble(record);
  return body === "" ? `    <testcase ${head}/>\n` : `    <testcase ${head}>${body}</testcase>\n`;
}

function trouble({ outcome, errorCode = "", errorMessage = "", passed, assertions }: RequestRecord): string {
  const said = `type="${escapeMarkup(errorCode)}" message="${escapeMarkup(errorMessage)}"`;
  if (outcome === "error") return `<error ${said}/>`;
  if (outcome === "blocked") return `<skipped message="${escapeMarkup(`${errorCode} ${errorMessage}`)}"/>`;
  if (passed !== false) return "";
  const reasons = assertions.filter((one) => !one.passed).map(({ type, reason }) => `${type}: ${reason}`);
  return `<failure message="${escapeMarkup(reasons[0] ?? "")}">${escapeMarkup(reasons.join("\n"))}</failure>`;
}
