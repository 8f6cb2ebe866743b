/** Every stable code that the product can say is in the documentation, and the other way round. */
import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { loadWorkspace } from "@fairlead/runtime/documents";
import { GATEWAY_ERRORS } from "@fairlead/runtime/gateway";
import { compile } from "@fairlead/runtime/policy";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

const FAMILIES =
  "auth|request|upstream|gateway|yaml|document|link|deployment|provider|notice|route|rule|budget|secret|code|client|cli|serve|reload|ledger|bench|simulator|git|plan|price|contract|objective|fallback|workload|benchmark|suppression|id";

/** Words that look like codes and are none. */
const NO_CODES = new Set(["ledger.sqlite", "route.candidates", "client.left", "fallback.policy-change"]);

function codesIn(text: string, quote: string): Set<string> {
  const pattern = new RegExp(
    `${quote}((?:${FAMILIES})\\.[a-z]+(?:-[a-z]+)+|(?:${FAMILIES})\\.(?:tab|syntax|empty|cut|internal|defect|unreachable|timeout|interrupted|unexpected|refused|failed))\\b`,
    "g",
  );
  return new Set([...text.matchAll(pattern)].map((match) => match[1] ?? "").filter((code) => !NO_CODES.has(code)));
}

const sources = globSync("{runtime,server,cli}/{src,bin}/**/*.{ts,mjs}", { cwd: root }).filter(
  (file) => !/\.test\.ts$|\/fixtures\/|\/policy\//.test(file),
);
const documented = codesIn(read("docs/errors.md"), "`");
/** Rules have a page each, which is their own comment; `generate-rules` writes it. */
const rulePages = new Set(
  globSync("docs/rules/*.md", { cwd: root })
    .map((page) => path.basename(page, ".md"))
    .filter((code) => code !== "README"),
);

test("every code in the source is documented", () => {
  const said = new Set(sources.flatMap((file) => [...codesIn(read(file), "[\"`']")]));
  expect(said.size).toBeGreaterThan(80);
  expect([...said].filter((code) => !documented.has(code) && !rulePages.has(code)).sort()).toEqual([]);
});

test("every documented code is in the source", () => {
  const text = sources.map(read).join("\n");
  // Some codes end in the name of what is wrong: `cli.unknown-${what}`.
  const families = [...text.matchAll(/`([a-z]+\.[a-z]+-)\$\{/g)].map((match) => match[1] ?? "");
  const isMade = (code: string): boolean => families.some((family) => code.startsWith(family));
  expect([...documented].filter((code) => !text.includes(code) && !isMade(code)).sort()).toEqual([]);
});

test("the pages of the rules are as their comments say", () => {
  expect(rulePages.size).toBeGreaterThan(90);
  expect(() => execFileSync(process.execPath, ["scripts/generate-rules.mjs", "--check"], { cwd: root })).not.toThrow();
});

test("the gateway's codes are documented with their status and meaning", () => {
  const page = read("docs/errors.md");
  for (const [code, { status, meaning }] of Object.entries(GATEWAY_ERRORS)) {
    expect(page).toContain(`| \`${code}\` | ${status} | ${meaning} |`);
  }
});

test("every rule that can reject a deployment is documented", () => {
  const page = read("docs/decisions.md");
  const files = globSync("runtime/src/policy/*.ts", { cwd: root }).filter((file) => !file.endsWith(".test.ts"));
  const rules = files.flatMap((file) => [...read(file).matchAll(/rule: "([a-z.-]+)"/g)].map((match) => match[1] ?? ""));
  expect(rules.length).toBeGreaterThan(10);
  expect(rules.filter((rule) => !page.includes(`\`${rule}\``))).toEqual([]);
});

test("links between pages lead somewhere", () => {
  for (const page of globSync("{*.md,docs/**/*.md}", { cwd: root })) {
    for (const [, target = ""] of read(page).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)) {
      expect(globSync(path.join(path.dirname(page), target), { cwd: root }), `${page} -> ${target}`).toHaveLength(1);
    }
  }
});

test("the README explains the sample as it is", async () => {
  const { documents } = await loadWorkspace(path.join(root, "test/sample-workspace"));
  const [shown] = /gen_[0-9a-f]{16}/.exec(read("README.md")) ?? [];
  expect(shown).toBe(compile(documents).generation);
});
