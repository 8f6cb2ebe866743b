import { expect, test } from "vitest";
import { isNewEnough } from "./node-version.mjs";

test.each([
  ["18.20.0", false],
  ["20.20.2", false],
  ["22.12.9", false],
  ["22.13.0", true],
  ["22.20.0", true],
  ["24.0.0", true],
])("Node %s is new enough: %s", (version, answer) => expect(isNewEnough(version)).toBe(answer));
