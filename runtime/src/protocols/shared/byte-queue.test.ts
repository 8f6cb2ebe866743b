import fc from "fast-check";
import { expect, test } from "vitest";
import { ByteQueue } from "./byte-queue.ts";

test("what goes in comes out in order, however it is cut", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.uint8Array({ maxLength: 40 }), fc.nat({ max: 50 }))), (steps) => {
      const queue = new ByteQueue();
      const out: Uint8Array[] = [];
      for (const [chunk, count] of steps) {
        queue.append(chunk);
        out.push(queue.take(Math.min(count, queue.length)));
      }
      out.push(queue.take(queue.length));
      expect(Buffer.concat(out)).toEqual(Buffer.concat(steps.map(([chunk]) => chunk)));
      expect(queue.length).toBe(0);
    }),
  );
});

test("bytes handed out are not overwritten by later ones", () => {
  const queue = new ByteQueue();
  queue.append(Buffer.from("abc"));
  queue.append(Buffer.from("def"));
  const taken = queue.take(4);
  for (let i = 0; i < 2000; i++) queue.append(Buffer.from("zzzz"));
  expect(taken.toString()).toBe("abcd");
});

test("a megabyte in single bytes takes no quadratic time", () => {
  const queue = new ByteQueue();
  const byte = Buffer.from("x");
  const begun = process.cpuUsage();
  for (let i = 0; i < 1_000_000; i++) queue.append(byte);
  expect(queue.length).toBe(1_000_000);
  expect(process.cpuUsage(begun).user / 1000).toBeLessThan(3000);
});
