import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse, syntaxErrors } from "./ecmascript/syntax.ts";
import { analyseSource, applyEdits, migrateSource } from "./index.ts";
import { languageOf } from "./languages.ts";
import type { WorkloadCode } from "./types.ts";

const folder = fileURLToPath(new URL("fixtures/", import.meta.url));

const workloads: WorkloadCode[] = [
  { id: "support", globs: ["src/**"] },
  { id: "claims", globs: ["shared/**"] },
  { id: "chat", globs: ["shared/*.ts"] },
];

interface FixtureCase {
  name: string;
  path: string;
  grade: "safe" | "unsafe";
  before: string;
  after: string;
  left: { line: number; rule: string; reason: string }[];
}

function casesOf(file: string): FixtureCase[] {
  return readFileSync(folder + file, "utf8")
    .split(/^=== /m)
    .slice(1)
    .map((block) => {
      const [header = "", ...lines] = block.trimEnd().split("\n");
      const [name = "", path = "", grade = "unsafe"] = header.split("|").map((part) => part.trim());
      if (grade !== "safe" && grade !== "unsafe") throw new Error(`${file}: ${name} has no grade ${grade}`);
      const left = lines
        .filter((line) => line.startsWith("??? "))
        .map((line) => {
          const [, at, rule = "", ...reason] = line.split(" ");
          return { line: Number(at), rule, reason: reason.join(" ") };
        });
      const code = lines.filter((line) => !line.startsWith("??? "));
      const arrow = code.indexOf(">>>");
      const text = (part: string[]) => part.map((line) => `${line}\n`).join("");
      const before = text(arrow < 0 ? code : code.slice(0, arrow));
      return { name, path, grade, before, after: arrow < 0 ? before : text(code.slice(arrow + 1)), left };
    });
}

const variants: [string, (text: string) => string][] = [
  ["as it is", (text) => text],
  ["with Windows line endings", (text) => text.replaceAll("\n", "\r\n")],
  ["with a byte order mark", (text) => `\uFEFF${text}`],
  ["without a line break at the end", (text) => text.replace(/\n$/, "")],
];

for (const file of readdirSync(folder).filter((name) => name.endsWith(".txt"))) {
  describe(file, () => {
    describe.each(casesOf(file))("$name", ({ path, grade, before, after, left }) => {
      test.each(variants)("%s", (_variant, vary) => {
        const text = vary(before);
        const result = migrateSource({ path, text, workloads, grade, calledElsewhere: [] });
        expect(result.text).toBe(vary(after));
        expect(applyEdits(text, result.edits)).toBe(result.text);
        expect(result.left.map(({ finding }) => [finding.line, finding.rule])).toEqual(
          left.map(({ line, rule }) => [line, rule]),
        );
        left.forEach(({ reason }, index) => {
          expect(result.left[index]?.why).toContain(reason);
        });
      });

      test("twice is the same as once", () => {
        const twice = migrateSource({ path, text: after, workloads, grade, calledElsewhere: [] });
        expect(twice.text).toBe(after);
        expect(twice.applied).toEqual([]);
      });

      test("what is applied goes through the gateway afterwards", () => {
        const { applied, text } = migrateSource({ path, text: before, workloads, grade, calledElsewhere: [] });
        const gateways = (of: string) =>
          analyseSource({ path, text: of, workloads, sitesOnly: true }).filter(
            ({ rule, kind }) => rule === "code.gateway-client" && kind === "client-construction",
          ).length;
        expect(gateways(text)).toBe(gateways(before) + applied.length);
        if (applied.length > 0 && languageOf(path) === "ecmascript") expect(syntaxErrors(parse(path, text))).toBe(0);
      });
    });
  });
}

const python = spawnSync("python3", ["--version"]).status === 0;

test.skipIf(!python)("Python itself compiles what is migrated", () => {
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith(".txt"))
    .flatMap(casesOf)
    .filter(({ path, before, after }) => languageOf(path) === "python" && before !== after)
    .map(({ after }) => after);
  const program = "import json, sys\nfor text in json.load(sys.stdin): compile(text, text, 'exec')";
  const { stderr } = spawnSync("python3", ["-c", program], {
    input: JSON.stringify(texts),
    encoding: "utf8",
    // A machine may be set to a language that it does not have, and say so.
    env: { ...process.env, LC_ALL: "C.UTF-8" },
  });
  expect(stderr).toBe("");
  expect(texts.length).toBeGreaterThan(20);
});
