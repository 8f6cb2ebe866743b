import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { formatDiagnostic } from "./format-diagnostic.ts";
import { loadWorkspace, readWorkspace } from "./read-workspace.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "fairlead-documents-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string) {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const header = "apiVersion: fairlead/v1\nkind: Catalog\n";

test("finds documents by name and by content, sorted, and nothing else", async () => {
  write("b/models.catalog.yml", "models: {}");
  write("a/any name.yaml", header);
  write("c.routing-policy.yaml", "kind: RoutingPolicy");
  write("c.benchmark.json", "{}");
  write("docker-compose.yaml", "services: {}");
  write("notes.txt", header);
  for (const skipped of ["node_modules/x", ".git", "dist", ".fairlead", ".tools", ".vscode"])
    write(`${skipped}/x.catalog.yaml`, header);
  symlinkSync(path.join(folder, "gone.yaml"), path.join(folder, "dangling.catalog.yaml"));
  const { files } = await readWorkspace(folder);
  expect(files.map(({ uri }) => decodeURI(uri).split(`${path.basename(folder)}/`)[1])).toEqual([
    "a/any name.yaml",
    "b/models.catalog.yml",
    "c.benchmark.json",
    "c.routing-policy.yaml",
  ]);
});

test("a byte order mark hides no document", async () => {
  write("any name.yaml", `\uFEFF${header}`);
  const { files } = await readWorkspace(folder);
  expect(files).toMatchObject([{ documents: [{ kind: "Catalog" }] }]);
});

test("loads, and says what is wrong where", async () => {
  write("sub/x.catalog.yaml", `\uFEFF${header}providers:\n  p: { adapter: opena }\n`);
  const { diagnostics } = await loadWorkspace(folder);
  const lines = diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, { cwd: folder }));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(
    /^sub\/x\.catalog\.yaml:4:17 document\.wrong-value "adapter" cannot be "opena"\. Did you mean "openai"\?/,
  );
  expect(formatDiagnostic(diagnostics[0] as never, { cwd: path.join(folder, "elsewhere") })).toContain(
    `${path.basename(folder)}/sub/`,
  );
});

test("a byte order mark does not shift the first line of a file on disk", async () => {
  write("x.catalog.yaml", "\uFEFFkindd: Catalog\n");
  const { diagnostics } = await loadWorkspace(folder);
  expect(diagnostics.find(({ code }) => code === "document.unknown-key")?.range.start).toEqual({
    line: 0,
    character: 0,
  });
});

test("rejects for a folder that is not there", async () => {
  await expect(readWorkspace(path.join(folder, "none"))).rejects.toThrow("ENOENT");
});
