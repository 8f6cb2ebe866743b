import { expect, test } from "vitest";
import { resolveSettings } from "./resolve-settings.ts";

const alone = { formats: false, validates: false };

test.each([
  ["auto", alone, true],
  ["auto", { formats: true, validates: false }, false],
  ["on", { formats: true, validates: true }, true],
  ["off", alone, false],
  [true, alone, true],
])("formatting that stands on %j beside %j is %j", (enable, other, expected) => {
  const section = { format: { enable }, codeLens: { routes: false } };
  expect(resolveSettings(section, other)).toEqual({ format: { enable: expected }, codeLens: { routes: false } });
});

test("syntax errors are shown once", () => {
  const section = { syntaxErrors: { enable: "auto" } };
  expect(resolveSettings(section, alone)).toEqual({ syntaxErrors: { enable: true } });
  expect(resolveSettings(section, { formats: false, validates: true })).toEqual({ syntaxErrors: { enable: false } });
});

test.each([[undefined], [null], ["text"], [{ format: "nonsense" }]])("what is none stays: %j", (section) => {
  expect(resolveSettings(section, alone)).toEqual(section);
});
