import { expect, test } from "vitest";
import { HealthTracker } from "./health.ts";

const ID = "large@alpha";

function failing(times: number): HealthTracker {
  const health = new HealthTracker();
  for (let index = 0; index < times; index += 1) health.failed(ID, 1000);
  return health;
}

test("the breaker opens at the fifth failure in a row", () => {
  expect(failing(4).at(ID, 1000)?.status).toBe("healthy");
  expect(failing(5).at(ID, 1000)).toMatchObject({ status: "open", until: 6000 });
});

test("a success in between starts the count anew", () => {
  const health = failing(4);
  health.succeeded(ID, undefined);
  health.failed(ID, 1000);
  expect(health.at(ID, 1000)?.status).toBe("healthy");
});

test("after the pause one probe goes, the others wait for it", () => {
  const health = failing(5);
  expect(health.at(ID, 6000)?.status).toBe("healthy");
  health.began(ID, 6000, 2000);
  expect(health.at(ID, 6001)).toMatchObject({ status: "open", until: 8000 });
  health.succeeded(ID, 100);
  expect(health.at(ID, 6500)).toMatchObject({ status: "healthy", ttftMs: 100 });
});

test("a probe that fails doubles the pause, up to a minute", () => {
  const health = failing(5);
  let now = 6000;
  const pauses: number[] = [];
  for (let index = 0; index < 6; index += 1) {
    health.began(ID, now, 1000);
    health.failed(ID, now);
    const until = health.at(ID, now)?.until ?? 0;
    pauses.push(until - now);
    now = until;
  }
  expect(pauses).toEqual([10_000, 20_000, 40_000, 60_000, 60_000, 60_000]);
});

test("a probe that never reports back frees the place after its time limit", () => {
  const health = failing(5);
  health.began(ID, 6000, 2000);
  expect(health.at(ID, 8000)?.status).toBe("healthy");
});

test("a rate limit cools down for as long as was asked, and is no failure", () => {
  const health = new HealthTracker();
  for (let index = 0; index < 10; index += 1) health.limited(ID, 1000, 3000);
  expect(health.at(ID, 3999)).toMatchObject({ status: "cooling", until: 4000 });
  expect(health.at(ID, 4000)?.status).toBe("healthy");
  health.limited(ID, 5000, 10_000_000);
  expect(health.at(ID, 5000)?.until).toBe(125_000);
});

test("a rate limit and a caller who leaves release the probe", () => {
  for (const end of [(h: HealthTracker) => h.limited(ID, 6000, 1), (h: HealthTracker) => h.neutral(ID)]) {
    const health = failing(5);
    health.began(ID, 6000, 60_000);
    end(health);
    expect(health.at(ID, 6002)?.status).toBe("healthy");
  }
});

test("what is no longer in the catalog is forgotten", () => {
  const health = failing(5);
  health.keepOnly([]);
  expect(health.at(ID, 1000)).toBeUndefined();
});

test("many that fail at once open the breaker for the first pause, not for the longest", () => {
  const health = failing(40);
  expect(health.at(ID, 1000)).toMatchObject({ status: "open", until: 6000 });
  health.began(ID, 6000, 1000);
  health.failed(ID, 6000);
  expect(health.at(ID, 6000)).toMatchObject({ status: "open", until: 16_000 });
});

test("a clock that is put back does not keep a deployment out for longer than any pause", () => {
  const hours = 3 * 3_600_000;
  const health = new HealthTracker();
  for (let index = 0; index < 5; index += 1) health.failed(ID, hours);
  expect(health.at(ID, 1000)?.status).toBe("healthy");
  health.failed(ID, 1000);
  expect(health.at(ID, 1000)?.status).toBe("open");
  const limited = new HealthTracker();
  limited.limited(ID, hours, 5000);
  expect(limited.at(ID, 1000)?.status).toBe("healthy");
});
