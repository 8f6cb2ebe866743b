import type { BenchmarkResult } from "@fairlead/runtime/bench";
import { provenanceWords } from "../provenance.ts";
import { armTable } from "../report.ts";

/** A page for a pull request: the verdict, the arms, the tests behind it. */
export function markdown(result: BenchmarkResult): string {
  const { benchmark, workload, startedAt, seed, run, generation, provenance } = result;
  const [header = [], ...rows] = armTable(result.arms);
  const line = (cells: readonly string[]) => `| ${cells.map(escapeCell).join(" | ")} |`;
  const lines = [
    `# Benchmark ${escapeText(benchmark)}`,
    "",
    ...result.verdict.map((sentence) => `- ${escapeText(sentence)}`),
    "",
    line(header),
    `|${header.map(() => " --- |").join("")}`,
    ...rows.map(line),
    "",
    ...result.differences.map(({ sentence }) => `- ${escapeText(sentence)}`),
    "",
    `Workload ${escapeText(workload)}, ${startedAt}, seed ${seed}, run ${run}, policy ${generation ?? "unknown"}.`,
    ...(provenance === undefined ? [] : ["", `${escapeText(provenanceWords(provenance))}.`]),
  ];
  return `${lines.join("\n")}\n`;
}

const escapeText = (text: string) => text.replace(/[\\`*_<>[\]|]/g, "\\$&").replace(/\s+/g, " ");
const escapeCell = (text: string) => (text === "" ? " " : escapeText(text));
