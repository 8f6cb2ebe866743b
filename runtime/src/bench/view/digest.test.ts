import { expect, test } from "vitest";
import { sampleArm, sampleRecord, sampleResult } from "../testing/sample-result.ts";
import { CaseTable } from "./case-table.ts";
import { digestOf } from "./digest.ts";
import { runPoint } from "./run-point.ts";
import { kindOf } from "./troubles.ts";

const records = [
  sampleRecord({ good: true }),
  sampleRecord({ caseIndex: 1, good: false }),
  sampleRecord({ caseIndex: 2, good: false, passed: false }),
  sampleRecord({ caseIndex: 3, good: false, outcome: "error", errorCode: "upstream.timeout", errorMessage: "late" }),
  sampleRecord({ arm: "b", caseIndex: 3, outcome: "error", errorCode: "upstream.timeout", errorMessage: "later" }),
  sampleRecord({ arm: "b", caseIndex: 4, outcome: "blocked", errorCode: "policy.no-deployment" }),
];
const result = sampleResult({
  records,
  arms: [sampleArm({ arm: "a", goodput: { good: 1, of: 4, perSecond: 0.5 } }), sampleArm({ arm: "b" })],
});
const digest = digestOf(result, new CaseTable(result));

test("a digest holds no request, and says how many there were", () => {
  expect(digest.requests).toBe(6);
  expect(JSON.stringify(digest)).not.toContain('"records"');
  expect(digest.cases.all).toBe(5);
});

test("goodput says why the others were not good", () => {
  expect(digest.goodput).toMatchObject([{ arm: "a", good: 1, of: 4, failed: 1, wrong: 1, late: 1 }]);
});

test("troubles come by frequency, with counts by arm, an example and cases", () => {
  expect(digest.troubles).toEqual([
    { code: "upstream.timeout", kind: "provider", outcome: "error", counts: [1, 1], example: "late", cases: [3] },
    {
      code: "policy.no-deployment",
      kind: "policy",
      outcome: "blocked",
      counts: [0, 1],
      example: undefined,
      cases: [4],
    },
  ]);
});

test.each([
  ["upstream.rate-limited", "limit"],
  ["bench.cut-stream", "stream"],
  ["bench.unreachable", "connection"],
  ["budget.exhausted", "budget"],
  ["rate_limit_exceeded", "other"],
  ["", "other"],
])("the code %j is of the kind %s", (code, kind) => expect(kindOf(code)).toBe(kind));

test("the history keeps what is known; without judged answers there is no pass rate", () => {
  const point = runPoint(sampleResult({ arms: [sampleArm(), sampleArm({ judged: 0, passed: 0 })] }));
  expect(point.arms.map(({ passRate }) => passRate)).toEqual([0.5, undefined]);
  expect(point.arms[0]).toMatchObject({ totalP95Ms: 2_480, ttftP95Ms: 480, requests: 20 });
});
