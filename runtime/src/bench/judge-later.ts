/** What answers are judged by besides themselves: vectors and a judge. Asked after the run, so that it disturbs no measurement. */
import type { Benchmark } from "../documents/vocabulary.ts";
import type { PreparedCase } from "./prepare.ts";
import type { Random } from "./randomness.ts";
import type { Resumed } from "./resume.ts";
import { type JudgeInput, judgeAnswers } from "./rubric/judge-answers.ts";
import type { Session } from "./session.ts";
import { compareAnswers, type SimilarityInput } from "./similarity/compare-answers.ts";
import type { BenchmarkResult } from "./types.ts";

/** Judges what waits for it, and tells what was asked. Changes the records. */
export async function judgeLater(
  session: Session,
  benchmark: Benchmark,
  cases: readonly PreparedCase[],
  random: Random,
  resumed: Resumed | undefined,
): Promise<Pick<BenchmarkResult, "judge" | "similarity">> {
  const { judge, embeddings: workload } = benchmark;
  const { records } = session;
  const later: Pick<BenchmarkResult, "judge" | "similarity"> = {};
  let similar: JudgeInput["similar"] = new Map();
  if (workload !== undefined && cases.some(({ references }) => references.length > 0)) {
    const embed: SimilarityInput["embed"] = (texts) =>
      unlessCancelled(session, () => session.askVectors(workload, texts), "while its answers were compared");
    const compared = await compareAnswers({ workload, records, cases, embed, before: resumed?.similarity });
    later.similarity = compared.report;
    similar = compared.found;
  }
  if (judge !== undefined && cases.some(({ rubrics }) => rubrics.length > 0)) {
    const ask: JudgeInput["ask"] = (messages) =>
      unlessCancelled(session, () => session.askJudge(judge, messages), "while its answers were judged");
    later.judge = await judgeAnswers({ judge, records, cases, random, similar, ask, before: resumed?.judge });
  }
  return later;
}

/** What a question after the run gives; undefined where the run was cancelled. */
async function unlessCancelled<T>(session: Session, ask: () => Promise<T>, when: string): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!session.signal?.aborted) throw error;
    session.end("cancelled", `The run was cancelled ${when}.`);
    return undefined;
  }
}
