import { expect, test } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { run } from "./run.ts";

test("prints its version", async () => {
  let printed = "";
  await run(["--version"], {
    cwd: ".",
    env: {},
    now: () => 0,
    stdout: (text) => {
      printed += text;
    },
    stderr: () => {},
    setExitCode: (code) => expect(code).toBe(0),
    signal: AbortSignal.abort(),
  });
  expect(printed).toBe(`${manifest.version}\n`);
});
