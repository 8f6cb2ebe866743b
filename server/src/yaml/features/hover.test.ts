import { checkFiles, parseFile } from "@fairlead/runtime/documents";
import { describe, expect, test } from "vitest";
import { BENCHMARK, CATALOG, POLICY } from "../../testing/samples.ts";
import { hover } from "./hover.ts";

/** 2026-11-01. */
const NOW = Date.UTC(2026, 10, 1, 12);

const policy = `${POLICY.replace("internal", "public")}rules:
  r: { require: { residency: [eu] } }
budgets:
  b: { scope: {}, limit: 5000 USD, window: month, thresholds: [{ at: 80%, do: warn }] }
`;

function at(text: string, needle: string, name: string, further = 1): string {
  const files = [
    parseFile("file:///a.catalog.yaml", CATALOG),
    parseFile("file:///a.routing-policy.yaml", policy),
    parseFile("file:///a.benchmark.yaml", BENCHMARK),
  ].map((file) => (file.uri === name ? parseFile(name, text) : file));
  const file = files.find(({ uri }) => uri === name) as (typeof files)[0];
  const group = { root: "/", checked: checkFiles(files) };
  const found = hover(file, group, file.lines.positionAt(text.indexOf(needle) + further), NOW);
  return found && typeof found.contents === "object" && "value" in found.contents ? found.contents.value : "";
}

const inCatalog = (text: string, needle: string, further?: number) =>
  at(text, needle, "file:///a.catalog.yaml", further);
const inPolicy = (needle: string, further?: number) => at(policy, needle, "file:///a.routing-policy.yaml", further);

describe("values", () => {
  test.each([
    ["2027-06-30", "Wednesday 30 June 2027: in 241 days."],
    ["2026-11-01", "Sunday 1 November 2026: today."],
    ["2026-10-31", "Saturday 31 October 2026: 1 day ago."],
  ])("a date %s: the day, and how far it is", (date, words) => {
    const hovered = inCatalog(CATALOG.replace("2027-06-30", date), date);
    expect(hovered.replace(",", "")).toContain(words);
    expect(hovered).toContain("**Renews**");
  });

  test("no date is no day", () => {
    expect(inCatalog(CATALOG.replace("2027-06-30", "2027-02-31"), "2027-02-31")).not.toContain("March");
  });

  test("a contract's renewal: until when it can be left", () => {
    const open = CATALOG.replace("renews: 2027-06-30", "renews: 2027-06-30, noticeToTerminateDays: 90");
    expect(inCatalog(open, "2027-06-30")).toMatch(
      /The last day to give notice, 90 days before: Thursday,? 1 April 2027: in 151 days\./,
    );
    expect(inCatalog(open.replace("2027-06-30", "2026-12-01"), "2026-12-01")).toMatch(
      /The last day to give notice was Wednesday,? 2 September 2026: 60 days ago\. It renews\./,
    );
    expect(inCatalog(CATALOG, "2027-06-30")).not.toContain("notice");
  });

  describe("a date that changes routes", () => {
    const retiring = (id: string) =>
      `${CATALOG}notices:\n  n: { provider: openai, kind: retirement, affects: [${id}], announced: 2026-01-01, effective: 2027-01-15 }\n`;

    test("what may serve no more", () => {
      const text = retiring("gpt@azure-se").replace("provider: openai, kind", "provider: azure-se, kind");
      for (const needle of ["2027-01-15", "n: { provider: azure"])
        expect(inCatalog(text, needle, 0)).toContain(
          "From that day on:\n\n- **tickets**: nothing may serve it any more",
        );
    });

    test("nothing about what no route uses", () => {
      expect(inCatalog(retiring("gpt@openai"), "2027-01-15")).not.toContain("From that day on");
    });

    test("nothing about days that have been", () => {
      const text = retiring("gpt@azure-se").replace("2027-01-15", "2026-09-15");
      expect(inCatalog(text, "2026-09-15")).not.toContain("From that day on");
    });
  });

  test("a threshold: the amount", () => {
    expect(inPolicy("80%")).toContain("4000.00 USD of 5000 USD.");
  });

  test("a word: what it means", () => {
    expect(inPolicy("warn")).toContain("A warning in the response");
  });
});

describe("entities", () => {
  test("a candidate: whether it may serve, or why not", () => {
    expect(inPolicy("gpt@azure-se", 5)).toContain("May serve tickets.");
    expect(inPolicy("gpt@openai", 5)).toMatch(/May not serve tickets:\n\n- .*\(`need\.residency`\)/s);
    expect(at(BENCHMARK, "gpt@azure-se", "file:///a.benchmark.yaml", 5)).toContain("May serve tickets.");
    expect(inCatalog(CATALOG, "gpt@azure-se", 5)).not.toContain("serve tickets");
  });

  test("a workload: its route with prices, and the rule that keeps others out", () => {
    const hovered = inPolicy("tickets:");
    expect(hovered).toContain("1. gpt@azure-se (as listed; $6.00 in, $32.00 out per million tokens)");
    expect(hovered).toMatch(/- not gpt@openai: .* \(`need\.residency`\)/);
  });

  test("who uses it", () => {
    expect(inCatalog(CATALOG, "gpt@azure-se", 5)).toContain("- Used by: tickets");
    expect(inCatalog(CATALOG, "msa:", 0)).toContain("- Used by: tickets");
  });

  test("references are counted where there can be any", () => {
    expect(inPolicy("support: {")).toContain("1 reference");
    expect(inPolicy("b: {", 0)).not.toContain("reference");
    expect(inPolicy("r: {", 0)).not.toContain("reference");
  });
});
