/**
 * How near answers are in meaning to what was expected: both as vectors of one embedding model, asked for after the run,
 * each text once.
 */
import type { EmbeddingAnswer } from "../gateway/embed.ts";
import { judge } from "../judge.ts";
import type { PreparedCase } from "../prepare.ts";
import type { RequestRecord, SimilarityReport } from "../types.ts";
import { cosine } from "./cosine.ts";

export interface SimilarityInput {
  workload: string;
  records: readonly RequestRecord[];
  cases: readonly PreparedCase[];
  /** What an earlier part of the run asked; its findings stay. */
  before?: SimilarityReport | undefined;
  /** undefined where it may not be asked any more, for money or a cancelled run. */
  embed: (texts: readonly string[]) => Promise<EmbeddingAnswer | undefined>;
}

/** By expected text, from -1 to 1. */
export type Similarities = ReadonlyMap<string, number>;

/** Texts of one request: far below what providers take, so that money is looked at now and then. */
const BATCH = 64;

/**
 * Measures every answer that an assertion compares, and judges those that no rubric waits for. Changes the records.
 * What could not be measured is not judged at all, which is no failure of the answer.
 */
export async function compareAnswers(
  input: SimilarityInput,
): Promise<{ report: SimilarityReport; found: ReadonlyMap<RequestRecord, Similarities> }> {
  const { workload, records, cases, before } = input;
  const report: SimilarityReport =
    before?.workload === workload ? { ...before } : { workload, deployment: undefined, texts: 0, failed: 0 };
  const open = records.flatMap((record) => {
    const prepared = cases[record.caseIndex];
    const waits = record.outcome === "ok" && record.passed === undefined && prepared !== undefined;
    return waits && prepared.references.length > 0 ? [{ record, prepared, output: textOf(record) }] : [];
  });
  const texts = [...new Set(open.flatMap(({ output, prepared }) => [...prepared.references, output]))];
  const vectors = await vectorsOf(input, report, texts);
  const found = new Map<RequestRecord, Similarities>();
  for (const { record, prepared, output } of open) {
    const own = vectors.get(output);
    const similar = new Map<string, number>();
    for (const reference of prepared.references) {
      const other = vectors.get(reference);
      if (own && other) similar.set(reference, cosine(own, other));
    }
    if (similar.size < prepared.references.length) continue;
    found.set(record, similar);
    if (prepared.rubrics.length > 0) continue;
    const { totalMs, costMicroUsd } = record;
    const answer = { output: record.output ?? "", totalMs, costMicroUsd, similar };
    Object.assign(record, judge(answer, prepared.assertions, prepared.threshold));
  }
  return { report, found };
}

/** No provider makes a vector of nothing. */
function textOf({ output = "" }: RequestRecord): string {
  return output.trim() === "" ? "(no answer)" : output;
}

async function vectorsOf(
  { embed }: SimilarityInput,
  report: SimilarityReport,
  texts: readonly string[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const vectors = new Map<string, readonly number[]>();
  for (let at = 0; at < texts.length; at += BATCH) {
    const batch = texts.slice(at, at + BATCH);
    const answer = await embed(batch);
    if (answer === undefined) break;
    report.texts += batch.length;
    // Vectors of two deployments of one model are the same; the last is named.
    report.deployment = answer.deployment ?? report.deployment;
    if (answer.vectors === undefined) {
      report.failed += batch.length;
      report.reason ??= answer.reason;
    } else for (const [index, text] of batch.entries()) vectors.set(text, answer.vectors[index] ?? []);
  }
  return vectors;
}
