/** Runs the suites inside the extension host, and shows each of their tests as one here. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, inject, test } from "vitest";
import { launchBrowser, newContext } from "./harness/browser.ts";
import { freshWorkspace } from "./harness/workspace.ts";
import type { SuiteReport } from "./suite/index.ts";

const { developmentUrl, suiteEntry, reportFile, workspaces, ...rest } = inject("editor");

/** Opens the page that makes the extension host run the suites, and resolves with its exit code. */
async function runInHost(): Promise<{ code: number; console: string }> {
  const folder = await freshWorkspace(workspaces, "in-host");
  const authority = new URL(developmentUrl).host;
  const remote = (file: string): string => `vscode-remote://${authority}${encodeURI(file)}`;
  const payload = [
    ["extensionDevelopmentPath", remote(path.resolve(import.meta.dirname, "../.."))],
    ["extensionTestsPath", remote(suiteEntry)],
  ];
  const browser = await launchBrowser({ developmentUrl, suiteEntry, reportFile, workspaces, ...rest });
  try {
    const page = await (await newContext(browser)).newPage();
    const lines: string[] = [];
    page.on("console", (message) => lines.push(message.text()));
    const ended = new Promise<number>((resolve) => {
      void page
        .exposeFunction("codeAutomationExit", (code: number) => resolve(code))
        .then(() =>
          page.goto(
            `${developmentUrl}/?folder=${encodeURI(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`,
          ),
        );
    });
    const late = new Promise<number>((resolve) => setTimeout(() => resolve(-1), 480_000).unref());
    return { code: await Promise.race([ended, late]), console: lines.slice(-60).join("\n") };
  } finally {
    await browser.close();
  }
}

const { code, console: said } = await runInHost();

function readReport(): SuiteReport {
  try {
    return JSON.parse(readFileSync(reportFile, "utf8")) as SuiteReport;
  } catch {
    return { tests: [] };
  }
}

describe("inside the extension host", () => {
  const { tests } = readReport();
  test("the suites ran to their end", () => {
    expect(code, said).not.toBe(-1);
    expect(tests.length, said).toBeGreaterThan(0);
  });
  for (const { title, error } of tests) {
    test(title, () => {
      if (error !== undefined) throw new Error(error);
    });
  }
});
