import type { BenchmarkResult, Difference } from "@fairlead/runtime/bench";
import { escapeMarkup as e } from "../../html/escape.ts";
import { htmlPage, htmlTable } from "../../html/page.ts";
import { provenanceWords } from "../provenance.ts";
import { armTable } from "../report.ts";
import { ecdf } from "./ecdf.ts";

/** So many failures are listed; all requests are in the result itself. */
const MOST_FAILURES = 500;

const STYLE = `
pre{white-space:pre-wrap;margin:0}svg{width:100%;max-width:44rem;height:auto}svg text{fill:currentColor;font-size:11px}
.axis{stroke:currentColor}.line{fill:none;stroke:currentColor;stroke-width:1.75}.line1{stroke-dasharray:6 3}.line2{stroke-dasharray:2 3}.line3{stroke-dasharray:10 3 2 3}`;

export function html(result: BenchmarkResult): string {
  const { benchmark, workload, startedAt, seed, run, generation, status, reason, provenance } = result;
  const state = status === "completed" ? "" : `<p><strong>${e(status)}</strong>: ${e(reason ?? "")}</p>`;
  const body = `${state}<ul>${result.verdict.map((sentence) => `<li>${e(sentence)}</li>`).join("\n")}</ul>
<h2>Arms</h2>
${htmlTable(armTable(result.arms))}
<h2>Differences</h2>
${htmlTable(differenceRows(result.differences))}
<h2>Time to first token</h2>
${ecdf(result)}
<h2>Failures</h2>
${failures(result)}
<p>Workload ${e(workload)}, ${e(startedAt)}, seed ${seed}, run ${e(run)}, policy ${e(generation ?? "unknown")}.</p>
${provenance === undefined ? "" : `<p>${e(provenanceWords(provenance))}.</p>`}`;
  return htmlPage(`Benchmark ${benchmark}`, body, STYLE);
}

function differenceRows(differences: readonly Difference[]): string[][] {
  return [["arm", "what can be said"], ...differences.map(({ arm, sentence }) => [arm, sentence])];
}

function failures({ records }: BenchmarkResult): string {
  const failed = records.filter(({ outcome, passed }) => outcome !== "ok" || passed === false);
  if (failed.length === 0) return "<p>None.</p>";
  const rows = failed.slice(0, MOST_FAILURES).map((record) => {
    const { arm, caseIndex, caseName, trial, errorCode, errorMessage, assertions, output = "" } = record;
    const why =
      errorCode === undefined
        ? assertions.filter((one) => !one.passed).map((one) => one.reason)
        : [`${errorCode} ${errorMessage ?? ""}`];
    return `<tr><th scope="row">${e(caseName ?? `case ${caseIndex + 1}`)}, trial ${trial + 1}</th><td>${e(arm)}</td><td>${e(why.join(" "))}</td><td><pre>${e(output)}</pre></td></tr>`;
  });
  const more = failed.length > MOST_FAILURES ? `<p>And ${failed.length - MOST_FAILURES} more.</p>` : "";
  return `<table><thead><tr><th scope="col">case</th><th scope="col">arm</th><th scope="col">why</th><th scope="col">answer</th></tr></thead><tbody>\n${rows.join("\n")}\n</tbody></table>${more}`;
}
