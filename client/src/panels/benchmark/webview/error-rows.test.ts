import { expect, test } from "vitest";
import { errorRows } from "./error-rows.ts";
import { sampleArm } from "./sample-result.ts";

test("codes come by frequency, then by name, with a count for each arm", () => {
  const rows = errorRows([
    sampleArm({ errorCodes: { "b.code": 1, "a.code": 1 } }),
    sampleArm({ errorCodes: { "c.code": 5 } }),
  ]);
  expect(rows).toEqual([
    { code: "c.code", counts: [0, 5] },
    { code: "a.code", counts: [1, 0] },
    { code: "b.code", counts: [1, 0] },
  ]);
});

test("no error is no row", () => {
  expect(errorRows([sampleArm({ errorCodes: {} })])).toEqual([]);
});
