/**
 * Rubrics: a judge sees what all arms said to the same thing, unnamed, once in a random order and once in the reverse.
 * An answer passes where it passes in both. L. Zheng et al., "Judging LLM-as-a-Judge with MT-Bench and Chatbot Arena",
 * NeurIPS 2023, section 3.4, for the order and how to counter it.
 */
import type { Verdict } from "../assertions/assertion.ts";
import type { Measurement } from "../gateway/ask.ts";
import { judge } from "../judge.ts";
import type { ChatMessage, PreparedCase } from "../prepare.ts";
import { type Random, shuffle } from "../randomness.ts";
import type { Similarities } from "../similarity/compare-answers.ts";
import type { JudgeReport, RequestRecord } from "../types.ts";
import { judgeMessages, readJudgement } from "./judge-prompt.ts";

export interface JudgeInput {
  judge: string;
  records: readonly RequestRecord[];
  cases: readonly PreparedCase[];
  random: Random;
  /** How near answers are to what was expected, where assertions ask. */
  similar: ReadonlyMap<RequestRecord, Similarities>;
  /** What an earlier part of the run asked; its judgements stay. */
  before?: JudgeReport | undefined;
  /** undefined where it may not be asked any more, for money or a cancelled run. */
  ask: (messages: readonly ChatMessage[]) => Promise<Measurement | undefined>;
}

/** Asks the judge about every case that has a rubric, and judges its records anew. Changes the records. */
export async function judgeAnswers(input: JudgeInput): Promise<JudgeReport> {
  const { before } = input;
  const report: JudgeReport =
    before?.judge === input.judge ? { ...before } : { judge: input.judge, asked: 0, failed: 0, compared: 0, agreed: 0 };
  for (const records of groups(input.records)) {
    const prepared = input.cases[records[0]?.caseIndex ?? -1];
    if (prepared === undefined || prepared.rubrics.length === 0) continue;
    if (records.every(({ passed }) => passed !== undefined)) continue;
    const judged = records.map(() => new Map<string, Verdict>());
    for (const rubric of prepared.rubrics) await judgeOne(input, report, prepared, rubric, records, judged);
    for (const [index, record] of records.entries()) {
      // What the judge never saw is not judged at all, which is no failure of the answer.
      if (prepared.rubrics.some((rubric) => !judged[index]?.has(rubric))) continue;
      const similar = input.similar.get(record);
      if (prepared.references.length > 0 && similar === undefined) continue;
      const { output = "", totalMs, costMicroUsd } = record;
      const answer = { output, totalMs, costMicroUsd, judged: judged[index], similar };
      Object.assign(record, judge(answer, prepared.assertions, prepared.threshold));
    }
  }
  return report;
}

async function judgeOne(
  { ask, random }: JudgeInput,
  report: JudgeReport,
  prepared: PreparedCase,
  rubric: string,
  records: readonly RequestRecord[],
  judged: readonly Map<string, Verdict>[],
): Promise<void> {
  const prompt = prepared.messages.at(-1)?.content ?? "";
  const order = shuffle([...records.keys()], random);
  const said: { passes: boolean[]; reason: string }[] = [];
  for (const places of [order, order.toReversed()]) {
    const answer = await ask(
      judgeMessages(
        rubric,
        prompt,
        places.map((place) => records[place]?.output ?? ""),
      ),
    );
    if (answer === undefined) return;
    report.asked += 1;
    const read = answer.outcome === "ok" ? readJudgement(answer.output ?? "", places.length) : undefined;
    if (read === undefined) {
      report.failed += 1;
      return;
    }
    said.push({ passes: records.map((_, place) => read.passes[places.indexOf(place)] ?? false), reason: read.reason });
  }
  const [one, other] = said;
  for (const [place, verdicts] of judged.entries()) {
    const agree = one?.passes[place] === other?.passes[place];
    report.compared += 1;
    if (agree) report.agreed += 1;
    const holds = agree ? one?.passes[place] : undefined;
    const reason = agree
      ? `The judge: ${one?.reason}`
      : "The judge says yes in one order of the answers and no in the other.";
    verdicts.set(rubric, { holds, reason });
  }
}

/** Answers that ended well to the same case in the same trial. */
function groups(records: readonly RequestRecord[]): RequestRecord[][] {
  const found = new Map<string, RequestRecord[]>();
  for (const record of records) {
    if (record.outcome !== "ok") continue;
    const key = `${record.caseIndex} ${record.trial}`;
    found.set(key, [...(found.get(key) ?? []), record]);
  }
  return [...found.values()];
}
