/** What a run says, in sentences, the most important first. */
import { fragmentOf, nameOf, sizeOf } from "./sentences.ts";
import type { ArmSummary, Difference, JudgeReport, RequestRecord, SimilarityReport } from "./types.ts";

export function verdictOf(arms: readonly ArmSummary[], differences: readonly Difference[]): string[] {
  const [baseline, ...others] = arms;
  if (baseline === undefined || arms.every(({ requests }) => requests === 0)) return ["Nothing was measured."];
  const compared = others.map((arm) => {
    const own = differences.filter((difference) => difference.arm === arm.arm);
    return compare(baseline, arm, own);
  });
  return [...compared, ...arms.flatMap(troubleOf)];
}

function compare(baseline: ArmSummary, arm: ArmSummary, differences: readonly Difference[]): string {
  const shown = differences.filter(({ verdict }) => verdict === "lower" || verdict === "higher");
  const fragments = shown.map(fragmentOf);
  const noisy = differences.filter(({ tooNoisy }) => tooNoisy);
  fragments.push(...noisy.map(fragmentOf));
  const names = (verdict: Difference["verdict"]) =>
    differences.filter((one) => one.verdict === verdict && !one.tooNoisy).map((one) => fragmentOf(one).split(":")[0]);
  const same = names("no-difference-shown");
  const few = names("too-few");
  if (same.length > 0) fragments.push(`${listOf(same)}: no difference shown`);
  if (few.length > 0) fragments.push(`${listOf(few)}: too few to say`);
  const n = Math.max(0, ...differences.map((difference) => difference.n));
  return `${arm.arm} against ${baseline.arm}: ${fragments.join("; ")}; n = ${n}.`;
}

/** What the baseline against itself says of the run. */
export function noiseSentences(noise: readonly Difference[]): string[] {
  const differing = noise.filter(({ verdict }) => verdict === "lower" || verdict === "higher");
  const [first] = noise;
  if (first === undefined) return [];
  if (differing.length > 0) {
    const found = differing.map(fragmentOf).join("; ");
    return [`${first.baseline} against itself: ${found}. What is said of the other arms is in doubt.`];
  }
  const floor = noise.flatMap(({ metric, interval }) =>
    interval ? [`${nameOf(metric)} ${sizeOf(metric, Math.max(Math.abs(interval[0]), Math.abs(interval[1])))}`] : [],
  );
  return floor.length === 0 ? [] : [`Noise floor, ${first.baseline} against itself: up to ${listOf(floor)}.`];
}

/** Arms whose answers came without token counts, which `tpotMs` and exact costs need. */
export function uncountedSentences(arms: readonly string[], records: readonly RequestRecord[]): string[] {
  return arms.flatMap((arm) => {
    const answered = records.filter((record) => record.arm === arm && record.outcome === "ok");
    if (answered.length === 0 || answered.some(({ outputTokens }) => outputTokens !== undefined)) return [];
    const remedy = "Where its host counts tokens in streams, say streamUsage: true of the provider in the catalog.";
    return [`${arm}: its answers tell no token counts, so its time per token is not known. ${remedy}`];
  });
}

/** How far the judge agrees with itself when the order is swapped. */
export function judgeSentences(report: JudgeReport | undefined): string[] {
  if (report === undefined) return [];
  const { judge, asked, failed, compared, agreed } = report;
  const part = compared === 0 ? "" : ` It agreed with itself in both orders on ${agreed} of ${compared} answers.`;
  const unusable = failed === 0 ? "" : ` ${failed} of ${asked} questions had no usable answer.`;
  return [`Judge ${judge}: asked ${asked} times.${part}${unusable}`];
}

/** Whose vectors answers were compared by. */
export function similaritySentences(report: SimilarityReport | undefined): string[] {
  if (report === undefined) return [];
  const { workload, deployment, texts, failed, reason } = report;
  const missing = failed === 0 ? "" : ` ${failed} have none (${reason}), and what needs them is not judged.`;
  return [`Similarity by the vectors of ${deployment ?? workload}: ${texts} texts.${missing}`];
}

/** Failures and refusals, which stand outside the comparison of answers. */
function troubleOf({ arm, requests, errors, blocked, errorCodes }: ArmSummary): string[] {
  const codes = Object.entries(errorCodes).sort((a, b) => b[1] - a[1]);
  const list = codes.map(([code, count]) => `${code} ${count === 1 ? "once" : `${count} times`}`).join(", ");
  const sentences: string[] = [];
  if (errors > 0) sentences.push(`${arm}: ${errors} of ${requests} requests failed (${list}).`);
  if (blocked > 0) sentences.push(`${arm}: policy or budget refused ${blocked} of ${requests} requests (${list}).`);
  return sentences;
}

function listOf(names: readonly (string | undefined)[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
