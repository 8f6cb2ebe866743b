import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startCommand } from "../testing/started-command.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "fairlead-simulate-"));
});
afterAll(() => rm(folder, { recursive: true }));

const start = (...argv: string[]) => startCommand(["simulate", ...argv], folder);

async function startedAt(running: ReturnType<typeof start>): Promise<{ url: string; port: number }> {
  await expect.poll(() => running.output.stdout).not.toBe("");
  return JSON.parse(running.output.stdout) as { url: string; port: number };
}

test("stays until it is stopped, with the profiles of a file", async () => {
  await writeFile(path.join(folder, "profiles.json"), JSON.stringify({ p: { quality: 0.25 } }));
  const running = start("--port", "0", "--json", "--profiles", "profiles.json");
  const { url } = await startedAt(running);
  expect(await (await fetch(`${url}/_simulator/providers/p`)).json()).toMatchObject({ quality: 0.25 });
  running.stop();
  await running.done;
  expect(running.output).toMatchObject({ exitCode: 0, stderr: "" });
  await expect(fetch(url)).rejects.toThrow();
});

test("a taken port", async () => {
  const first = start("--port", "0", "--json");
  const { port } = await startedAt(first);
  const second = start("--port", String(port));
  await second.done;
  expect(second.output.exitCode).toBe(2);
  expect(second.output.stderr).toMatch(/^simulator\.port-in-use Port \d+ is in use\. Choose another one with --port/);
  first.stop();
  await first.done;
});

test.each([
  [["--port", "http"], /^cli\.bad-option --port must be a whole number/],
  [["--seed", "-1"], /^cli\.bad-option --seed/],
  [["--profiles", "nowhere.json"], /^simulator\.bad-profiles nowhere\.json can not be read/],
  [["--profiles", "list.json"], /^simulator\.bad-profiles list\.json must hold an object/],
  [["--profiles", "wrong.json"], /^simulator\.bad-profile wrong\.json: p: \/speed: is not a member/],
])("misuse %j", async (argv, words) => {
  await writeFile(path.join(folder, "list.json"), "[]");
  await writeFile(path.join(folder, "wrong.json"), '{"p":{"speed":1}}');
  const running = start(...argv);
  await running.done;
  expect(running.output.exitCode).toBe(2);
  expect(running.output.stderr).toMatch(words);
});

test("the words say how to call it and how to make it fail", async () => {
  const running = start("--port", "0");
  await expect.poll(() => running.output.stdout).toContain("/openai/v1/chat/completions");
  expect(running.output.stdout).toContain('-d \'{"faults":[{"kind":"http-503"}]}\'');
  running.stop();
  await running.done;
});
