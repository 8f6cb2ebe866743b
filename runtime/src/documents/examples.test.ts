import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { checkFiles } from "./check-files.ts";
import { formatDiagnostic } from "./format-diagnostic.ts";
import { parseFile } from "./parse-file.ts";
import { readWorkspace } from "./read-workspace.ts";
import { documentRules } from "./rules/index.ts";

const examples = path.resolve(import.meta.dirname, "../../../schemas/examples");

describe("valid examples", () => {
  test("all together have nothing wrong", async () => {
    const { files } = await readWorkspace(path.join(examples, "valid"));
    const { diagnostics, documents } = checkFiles(files);
    expect(diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, { cwd: examples }))).toEqual([]);
    expect(files.map(({ uri }) => uri.slice(uri.lastIndexOf("/") + 1))).toEqual(
      readdirSync(path.join(examples, "valid")).sort(),
    );
    expect(Object.keys(documents.policy.businessUnits)).toEqual(["support", "finance", "research"]);
  });
});

describe("invalid examples", () => {
  const names = readdirSync(path.join(examples, "invalid")).sort();

  test.each(names)("%s", (name) => {
    const file = path.join(examples, "invalid", name);
    const text = readFileSync(file, "utf8");
    const expected = [...text.matchAll(/^# expect: (\d+:\d+ \S+)$/gm)].map((match) => match[1]).sort();
    expect(expected.length).toBeGreaterThan(0);
    const found = checkFiles([parseFile(pathToFileURL(file).href, text)]).diagnostics;
    const places = found.map(({ range, code }) => `${range.start.line + 1}:${range.start.character + 1} ${code}`);
    expect(places.sort()).toEqual(expected);
  });

  test("every rule has an example, and every code is documented", () => {
    const texts = names.map((name) => ({ name, text: readFileSync(path.join(examples, "invalid", name), "utf8") }));
    const shown = new Set(
      texts.flatMap(({ text }) => [...text.matchAll(/^# expect: \S+ (\S+)$/gm)].map((match) => match[1])),
    );
    for (const { code } of documentRules) expect(shown).toContain(code);
    const documentation = readFileSync(path.join(examples, "../../docs/errors.md"), "utf8");
    for (const code of shown) expect(documentation).toContain(`\`${code}\``);
  });

  test("every message is a sentence and shows no undefined", () => {
    for (const name of names) {
      const text = readFileSync(path.join(examples, "invalid", name), "utf8");
      for (const { message } of checkFiles([parseFile(`file:///${name}`, text)]).diagnostics) {
        expect(message).toMatch(/^["A-Z*].*[.?]$/s);
        expect(message).not.toMatch(/undefined|\[object|NaN/);
      }
    }
  });
});
