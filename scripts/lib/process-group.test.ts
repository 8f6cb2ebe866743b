import process from "node:process";
import { expect, test } from "vitest";
import { startProcessGroup } from "./process-group.mjs";

function start(script: string) {
  return startProcessGroup("the test", process.execPath, ["--eval", script]);
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
}

test("the line that was waited for is handed on, and stop takes the children along", async () => {
  const group = start(`
    const { spawn } = require("node:child_process");
    const child = spawn(process.execPath, ["--eval", "setInterval(() => {}, 1000)"]);
    console.log("child " + child.pid);
    setInterval(() => {}, 1000);`);
  const line = await group.printed(/^child \d+$/, 60_000);
  const child = Number(line.split(" ")[1]);
  expect(isAlive(child)).toBe(true);
  await group.stop();
  await expect.poll(() => isAlive(child)).toBe(false);
});

test("a process that ends instead says why", async () => {
  const group = start(`console.error("no such luck"); process.exitCode = 7;`);
  await expect(group.printed("ready", 60_000)).rejects.toThrow(/ended with exit code 7.*no such luck/s);
});

test("a process that stays silent is not waited for without end", async () => {
  const group = start("setInterval(() => {}, 1000)");
  await expect(group.printed("ready", 300)).rejects.toThrow(/was not ready after 0\.3 s/);
  await group.stop();
});
