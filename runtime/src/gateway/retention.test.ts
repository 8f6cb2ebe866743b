import { expect, test, vi } from "vitest";
import { compiled } from "../policy/testing.ts";
import { Generations } from "./generations.ts";
import { startRetention } from "./retention.ts";

const DAY = 86_400_000;
const keeping = (days: number | undefined) =>
  compiled(({ policy }) => {
    policy.defaults = days === undefined ? {} : { keepRecordsDays: days };
  });

test("removes by the policy in force: at once, on a new generation, and never once stopped", async () => {
  const removeBefore = vi.fn(async () => 3);
  const generations = new Generations(keeping(undefined));
  const retention = startRetention({ generations, ledger: { removeBefore }, now: () => 100 * DAY, fault: () => {} });
  expect(await retention.apply()).toBe(0);
  expect(removeBefore).not.toHaveBeenCalled();
  generations.swap(keeping(30));
  expect(await retention.apply()).toBe(3);
  expect(removeBefore.mock.calls).toEqual([
    [70 * DAY, 100 * DAY],
    [70 * DAY, 100 * DAY],
  ]);
  await retention.stop();
  expect(await retention.apply()).toBe(0);
  expect(removeBefore).toHaveBeenCalledTimes(2);
});

test("a ledger that can not be written is told of, and tried again", async () => {
  const faults: unknown[] = [];
  const removeBefore = vi.fn(async () => 1).mockRejectedValueOnce(new Error("full"));
  const retention = startRetention({
    generations: new Generations(keeping(1)),
    ledger: { removeBefore },
    now: () => 100 * DAY,
    fault: (error) => faults.push(error),
  });
  expect(await retention.apply()).toBe(1);
  expect(faults).toHaveLength(1);
  await retention.stop();
});
