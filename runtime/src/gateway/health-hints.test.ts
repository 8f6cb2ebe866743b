import { expect, test } from "vitest";
import { HealthTracker } from "./health.ts";

const NOW = 1_700_000_000_000;

test("what one process finds out of order or cooling holds in another, until its time is over", () => {
  const [one, two] = [new HealthTracker(), new HealthTracker()];
  for (let failure = 0; failure < 5; failure += 1) one.failed("a", NOW);
  one.limited("b", NOW, 3_000);
  one.succeeded("c", 10);
  expect(one.hints(NOW)).toEqual([
    { deployment: "a", status: "open", until: NOW + 5_000 },
    { deployment: "b", status: "cooling", until: NOW + 3_000 },
  ]);
  two.hear(one.hints(NOW));
  expect(two.at("a", NOW + 1)).toMatchObject({ status: "open", until: NOW + 5_000 });
  expect(two.at("b", NOW + 1)).toMatchObject({ status: "cooling" });
  expect(two.at("b", NOW + 3_001)?.status ?? "healthy").toBe("healthy");
  // What it heard is not what it has found: it does not tell it on.
  expect(two.hints(NOW)).toEqual([]);
  two.hear([]);
  expect(two.at("a", NOW + 1)?.status ?? "healthy").toBe("healthy");
});

test("its own pause stays where it has one, and a hint from a clock that is far off is not believed", () => {
  const tracker = new HealthTracker();
  tracker.limited("a", NOW, 1_000);
  tracker.hear([{ deployment: "a", status: "open", until: NOW + 9_000 }]);
  expect(tracker.at("a", NOW)).toMatchObject({ status: "cooling", until: NOW + 1_000 });
  tracker.hear([{ deployment: "b", status: "open", until: NOW + 3_600_000 }]);
  expect(tracker.at("b", NOW)?.status ?? "healthy").toBe("healthy");
});
