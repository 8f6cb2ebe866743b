import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { scanWorkspace } from "../index.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));
const LABEL = /\s*(?:\/\/|#)! (.*)$/;

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "fairlead-detection-"));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

interface Workspace {
  name: string;
  files: { path: string; text: string; labels: string[] }[];
}

function workspacesOf(file: string): Workspace[] {
  return readFileSync(folder + file, "utf8")
    .split(/^=== /m)
    .slice(1)
    .map((block) => {
      const [name = "", ...parts] = block.split(/^--- /m);
      const files = parts.map((part) => {
        const [header = "", ...lines] = part.trimEnd().split("\n");
        const labels = lines.flatMap((line, index) =>
          (LABEL.exec(line)?.[1]?.split(" ; ") ?? []).map((label) => `${header}:${index + 1} ${label.trim()}`),
        );
        return { path: header, text: lines.map((line) => `${line.replace(LABEL, "")}\n`).join(""), labels };
      });
      return { name: name.trim(), files };
    });
}

for (const file of readdirSync(folder).filter((name) => name.endsWith(".txt"))) {
  describe(file, () => {
    test.each(workspacesOf(file))("$name", async ({ files }) => {
      for (const { path: name, text } of files) {
        mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
        writeFileSync(path.join(root, name), text);
      }
      const { findings } = await scanWorkspace({ root, workloads: [] });
      const seen = findings.map(({ file: name, line, tier, vendor, api, state }) => {
        const where = state === "direct" ? "" : ` @ ${state}`;
        return `${name}:${line} ${tier} ${vendor} ${api}${where}`;
      });
      expect(seen.sort()).toEqual(files.flatMap(({ labels }) => labels).sort());
    });
  });
}
