import { afterEach, expect, test } from "vitest";
import { setTranslations, t } from "./l10n.ts";

afterEach(() => setTranslations({}));

test("placeholders are filled in, and one without a value stays visible", () => {
  expect(t("{0} of {1}", 0, "9")).toBe("0 of 9");
  expect(t("{0} of {1}", 3)).toBe("3 of {1}");
});

test("a translation takes the place of the sentence", () => {
  setTranslations({ "{0} of {1}": "{1}, davon {0}" });
  expect(t("{0} of {1}", 1, 2)).toBe("2, davon 1");
});
