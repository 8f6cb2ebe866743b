/** The fixes of semantic rules, on the wrong examples of the rules' own pages. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { type CheckedWorkspace, type Diagnostic, parseFile, stopsGeneration } from "@fairlead/runtime/documents";
import { checkWorkspace, workspaceRules } from "@fairlead/runtime/rules";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { applied } from "../refactors/same-meaning.ts";
import { type Fix, fixesFor } from "./index.ts";

// The small workspace of the rules' own tests is no part of what the runtime offers to others.
const rules = path.resolve(import.meta.dirname, "../../../../runtime/src/rules");
const help: unknown = JSON.parse(readFileSync(path.join(rules, "generated/rule-help.json"), "utf8"));
const { TODAY, workspaceTexts } = (await import(/* @vite-ignore */ path.join(rules, "testing.ts"))) as {
  TODAY: number;
  workspaceTexts(fragment: Record<string, Record<string, unknown>>): Record<string, string>;
};

function wrongExample(code: string): CheckedWorkspace {
  const { body } = (help as Record<string, { body: string }>)[code] ?? { body: "" };
  const text = /^Wrong:\n```yaml\n([\s\S]*?)\n```/m.exec(body)?.[1] ?? "{}";
  const texts = workspaceTexts(parse(text) as Record<string, Record<string, unknown>>);
  return checkWorkspace(
    Object.entries(texts).map(([uri, one]) => parseFile(uri, one)),
    { at: TODAY },
  );
}

function after(checked: CheckedWorkspace, uri: string, fix: Fix): CheckedWorkspace {
  const files = checked.files.map((file) => {
    const edits = file.uri === uri ? fix.edits : (fix.elsewhere?.get(file.uri) ?? []);
    return edits.length === 0 ? file : parseFile(file.uri, applied(file, edits));
  });
  return checkWorkspace(files, { at: TODAY });
}

const countOf = (found: readonly Diagnostic[], code: string) => found.filter((one) => one.code === code).length;
const isOpen = ({ message }: Diagnostic) => /here is nothing|needs "/.test(message);
const fixable = new Set<string>();

describe.each(workspaceRules)("$code", ({ code }) => {
  test("each fix is sound, and the preferred one takes the finding away", () => {
    const checked = wrongExample(code);
    for (const found of checked.diagnostics.filter((one) => one.code === code)) {
      const file = checked.files.find(({ uri }) => uri === found.uri);
      if (!file) throw new Error("no such file");
      for (const fix of fixesFor(found, { file, checked })) {
        const fixed = after(checked, file.uri, fix);
        const says = `${found.message}\n${fix.title}\n${applied(file, fix.edits)}`;
        const stops = (all: readonly Diagnostic[]) => all.filter((one) => stopsGeneration(one) && !isOpen(one)).length;
        expect(stops(fixed.diagnostics), says).toBeLessThanOrEqual(stops(checked.diagnostics));
        if (!fix.isPreferred && !fix.title.startsWith("Ignore")) continue;
        if (fix.isPreferred) fixable.add(code);
        // Facts that only the writer knows are left open, and so is the finding.
        if (fixed.diagnostics.some(isOpen)) continue;
        expect(countOf(fixed.diagnostics, code), says).toBeLessThan(countOf(checked.diagnostics, code));
      }
    }
  });
});

test("most rules have more than a way to be silenced", () => {
  expect(fixable.size).toBeGreaterThan(workspaceRules.length / 3);
});
