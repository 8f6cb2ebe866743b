import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { startFairlead } from "./fairlead-process.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "fairlead-process-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function script(name: string, text: string): string {
  const file = path.join(folder, `${name}.mjs`);
  writeFileSync(file, text);
  return file;
}

function collect(command: string, args: string[] = [], env: Record<string, string> = {}) {
  const child = startFairlead({ command, args, cwd: folder, env });
  const lines: string[] = [];
  const errors: string[] = [];
  child.onLine((line) => lines.push(line));
  child.onErrorLine((line) => errors.push(line));
  return { child, lines, errors };
}

test("lines, error lines and the exit code arrive, the last output included", async () => {
  const command = script(
    "talk",
    'console.log(process.argv[2], process.env.SECRET, process.env.ELECTRON_RUN_AS_NODE); console.error("oh"); process.stdout.write("no newline"); process.exitCode = 3;',
  );
  const { child, lines, errors } = collect(command, ["hello"], { SECRET: "s" });
  expect(await child.ended).toBe(3);
  expect(lines).toEqual(["hello s 1", "no newline"]);
  expect(errors).toEqual(["oh"]);
});

test("stop ends a process that would stay, and lets it tidy up", async () => {
  const command = script(
    "stay",
    'setInterval(() => {}, 1000); process.on("SIGTERM", () => { console.log("bye"); process.exit(0); }); console.log("up");',
  );
  const { child, lines } = collect(command);
  await expect.poll(() => lines).toContain("up");
  await child.stop();
  expect(lines).toEqual(["up", "bye"]);
  await child.stop();
});

test("stop ends a process that does not listen", async () => {
  const command = script("deaf", 'setInterval(() => {}, 1000); process.on("SIGTERM", () => {}); console.log("up");');
  const { child, lines } = collect(command);
  await expect.poll(() => lines).toContain("up");
  await child.stop();
  expect(await child.ended).toBe(-1);
});

test("a process whose editor is killed ends too", async () => {
  const stay = script("orphan", "setInterval(() => {}, 1000); console.log(process.pid);");
  const source = path.join(import.meta.dirname, "fairlead-process.ts");
  const editor = script(
    "editor",
    `import { startFairlead } from ${JSON.stringify(source)};
     const child = startFairlead({ command: ${JSON.stringify(stay)}, args: [], cwd: undefined, env: {} });
     child.onLine((line) => { console.log(line); setTimeout(() => process.kill(process.pid, "SIGKILL"), 200); });`,
  );
  const { child, lines } = collect(editor);
  await child.ended;
  const orphan = Number(lines[0]);
  expect(orphan).toBeGreaterThan(0);
  await expect.poll(() => isAlive(orphan)).toBe(false);
});

test("a command that is not there ends with an error and says why", async () => {
  const { child, errors } = collect(path.join(folder, "missing.mjs"));
  expect(await child.ended).toBe(1);
  expect(errors.join("\n")).toContain("missing.mjs");
});

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
}
