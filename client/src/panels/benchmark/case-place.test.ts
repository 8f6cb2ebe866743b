import { expect, test } from "vitest";
import { placeOfCase } from "./case-place.ts";

const places = ["late", undefined, "wet", "late"].map((name, index) => ({
  name,
  uri: "file:///a.yaml",
  line: index + 1,
  range: undefined,
}));

test.each([
  [{ caseIndex: 0, name: "late" }, 1],
  [{ caseIndex: 3, name: "late" }, 4],
  // Another case was put before it.
  [{ caseIndex: 1, name: "wet" }, 3],
  [{ caseIndex: 1, name: "2" }, 2],
  [{ caseIndex: 1, name: "gone" }, undefined],
  [{ caseIndex: 9, name: "10" }, undefined],
])("%j is written in line %s", (wanted, line) => expect(placeOfCase(places, wanted)?.line).toBe(line));
