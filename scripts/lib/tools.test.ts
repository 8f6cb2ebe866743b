import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test, vi } from "vitest";

const folder = mkdtempSync(path.join(os.tmpdir(), "fairlead-tools-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
vi.stubEnv("FAIRLEAD_TOOLS", folder);
const { ensureTool } = await import("./tools.mjs");

let installations = 0;

function tool(version: string, fails = false) {
  return {
    name: "pump",
    version,
    title: "Downloading a pump",
    async install(target: string) {
      installations += 1;
      writeFileSync(path.join(target, "half"), "");
      if (fails) throw new Error("the line was cut");
      writeFileSync(path.join(target, "whole"), "");
    },
  };
}

test("an interrupted download does not count, and the next one begins anew", async () => {
  await expect(ensureTool(tool("1.0.0", true))).rejects.toThrow("the line was cut");
  expect(existsSync(path.join(folder, "pump-1.0.0"))).toBe(false);
  const found = await ensureTool(tool("1.0.0"));
  expect(readdirSync(found).sort()).toEqual(["half", "package.json", "whole"]);
});

test("what is there is not downloaded again, not even when asked twice at once", async () => {
  const before = installations;
  await ensureTool(tool("1.0.0"));
  expect(installations).toBe(before);
  await Promise.all([ensureTool(tool("2.0.0")), ensureTool(tool("2.0.0"))]);
  expect(installations).toBe(before + 1);
});

test("an older version makes room", () => {
  expect(readdirSync(folder)).toEqual(["pump-2.0.0"]);
});
