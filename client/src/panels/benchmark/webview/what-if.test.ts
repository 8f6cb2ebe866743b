import { expect, test } from "vitest";
import { providersOf, shareRows, type WhatIfAnswer, type WhatIfOutcome } from "./what-if.ts";

const outcome = (served: number, shares: [string | null, number][]): WhatIfOutcome => ({
  requests: 10,
  served,
  cost: 100,
  unpriced: 0,
  shares: shares.map(([id, requests]) => ({ dimension: "provider", id, requests, cost: requests * 10 })),
  concentrations: [],
  refused: [],
});

const answer = (recorded: WhatIfOutcome, replayed: WhatIfOutcome): WhatIfAnswer => ({
  span: { from: 0, to: 1 },
  recorded,
  replayed,
  moved: [],
  objectives: [],
  failures: { met: 0, served: 0 },
  unknownWorkloads: [],
});

test("who served before and who would after stand in one row each, parts of what was served", () => {
  const rows = shareRows(
    answer(
      outcome(8, [
        ["a", 2],
        ["b", 6],
      ]),
      outcome(4, [["c", 4]]),
    ),
    "provider",
  );
  expect(rows).toEqual([
    { id: "b", before: 0.75, after: 0, costBefore: 60, costAfter: 0 },
    { id: "a", before: 0.25, after: 0, costBefore: 20, costAfter: 0 },
    { id: "c", before: 0, after: 1, costBefore: 0, costAfter: 40 },
  ]);
});

test("where nothing is served nobody has a part", () => {
  expect(shareRows(answer(outcome(2, [["a", 2]]), outcome(0, [])), "provider")).toMatchObject([
    { before: 1, after: 0 },
  ]);
  expect(shareRows(answer(outcome(2, [["a", 2]]), outcome(0, [])), "deployment")).toEqual([]);
});

test("what has no name can not be taken away", () => {
  expect(
    providersOf(
      answer(
        outcome(2, [
          ["a", 1],
          [null, 1],
        ]),
        outcome(0, []),
      ),
    ),
  ).toEqual(["a"]);
});
