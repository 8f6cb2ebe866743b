import { afterEach, expect, test } from "vitest";
import type { Benchmark } from "../../documents/vocabulary.ts";
import { runBenchmark } from "../index.ts";
import { type Behaviour, startTestGateway, type TestGateway } from "../test-gateway.ts";
import { readJudgement } from "./judge-prompt.ts";

let gateway: TestGateway | undefined;
afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
});

/** The judge `j@z` says what `says` makes of the answers that it is shown. */
async function run(says: (answers: string[], nth: number) => string, more: Partial<Benchmark> = {}) {
  const behave = (arm: string, nth: number, prompt: string): Behaviour => {
    if (arm !== "j@z") return { text: arm === "a@x" ? "polite" : "rude" };
    const { answers } = JSON.parse(prompt) as { answers: { answer: string }[] };
    const text = says(
      answers.map(({ answer }) => answer),
      nth,
    );
    return { text, costMicroUsd: 1000 };
  };
  gateway = await startTestGateway(behave);
  const benchmark: Benchmark = {
    workload: "w",
    arms: ["a@x", "b@y"],
    judge: "j@z",
    prompt: "Answer {{n}}",
    assert: [{ type: "llm-rubric", value: "is polite to {{n}}" }],
    cases: Array.from({ length: 6 }, (_, n) => ({ vars: { n } })),
    warmup: 0,
    ...more,
  };
  return runBenchmark({ benchmark, id: "b", gatewayUrl: gateway.url, key: "k" });
}
const judgeByWords = (answers: string[]) =>
  `Here: ${JSON.stringify({ passes: answers.map((answer) => answer === "polite"), reason: "as it reads" })}`;

test("a judge sees all answers unnamed, in both orders, after the run; what it says counts as quality", async () => {
  const result = await run(judgeByWords);
  expect(result.judge).toEqual({ judge: "j@z", asked: 12, failed: 0, compared: 12, agreed: 12 });
  expect(result.arms.map(({ passed, judged }) => [passed, judged])).toEqual([
    [6, 6],
    [0, 6],
  ]);
  const asked = gateway?.asked ?? [];
  expect(asked.slice(12).every(({ arm }) => arm === "j@z")).toBe(true);
  const shown = asked.slice(12).map(({ body }) => JSON.stringify(body));
  expect(shown.some((text) => text.includes("a@x") || text.includes("b@y"))).toBe(false);
  expect(shown.filter((text) => text.includes("is polite to 3"))).toHaveLength(2);
  const firsts = asked
    .slice(12)
    .map(
      ({ body }) =>
        /polite|rude/.exec(String((body.messages as { content: string }[])[1]?.content.split('"answers"')[1]))?.[0],
    );
  expect(firsts.filter((first) => first === "polite")).toHaveLength(6);
  expect(result.verdict.at(-1)).toMatch(/^Judge j@z: asked 12 times\. It agreed with itself .+ on 12 of 12 answers\./);
});

test("a judge that goes by the order is found out: nothing passes by it", async () => {
  const result = await run((answers) => JSON.stringify({ passes: answers.map((_, index) => index === 0) }));
  expect(result.judge).toMatchObject({ compared: 12, agreed: 0 });
  expect(result.arms.map(({ passed, judged }) => [passed, judged])).toEqual([
    [0, 6],
    [0, 6],
  ]);
  expect(result.records[0]?.assertions[0]?.reason).toMatch(/yes in one order of the answers and no in the other/);
});

test("a judge that does not keep to the form judges nothing", async () => {
  const result = await run(() => "Both are fine.");
  expect(result.judge).toMatchObject({ asked: 6, failed: 6, compared: 0 });
  expect(result.arms.map(({ judged }) => judged)).toEqual([0, 0]);
});

test("its money counts: it is asked no more where the limit is reached", async () => {
  const result = await run(judgeByWords, { maxSpend: "0.0042 USD" });
  expect(result.judge?.asked).toBeLessThan(12);
});

test("a judge of a model that is compared, and a rubric without a judge, ask nothing", async () => {
  await expect(run(judgeByWords, { judge: "a@z" })).rejects.toMatchObject({ code: "bench.judge-compared" });
  await gateway?.close();
  const without = { judge: undefined } as unknown as Partial<Benchmark>;
  await expect(run(judgeByWords, without)).rejects.toMatchObject({ code: "bench.no-judge" });
  expect(gateway?.asked).toEqual([]);
});

test.each([
  ['{"passes":[true,false],"reason":"x"}', { passes: [true, false], reason: "x" }],
  ['```json\n{"passes": [false, false]}\n```', { passes: [false, false], reason: "" }],
  ['{"passes":[true]}', undefined],
  ['{"passes":["yes","no"]}', undefined],
  ["[true,false]", undefined],
])("%j is read", (text, found) => {
  expect(readJudgement(text, 2)).toEqual(found);
});
