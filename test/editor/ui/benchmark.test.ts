/** A person runs a benchmark, reads results, and asks what they stand on. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "vitest";
import { accessibilityFindings } from "../harness/accessibility.ts";
import { writeResults } from "../harness/bench-results.ts";
import { uiTest, withBrowser } from "../harness/ui-test.ts";
import type { Workbench } from "../harness/workbench.ts";

withBrowser();

/** By the class that the editor gives to pages of the kind. */
const themes = {
  "vscode-light": "Default Light Modern",
  "vscode-dark": "Default Dark Modern",
  "vscode-high-contrast": "Default High Contrast",
};

const views = [
  "Comparison",
  "Differences",
  "Latency",
  "Trade-off",
  "Cases",
  "Goodput and errors",
  "History",
  "What if",
];

/** Comes before the sample's, so that the one that runs was chosen. */
const another = `apiVersion: fairlead/v1
kind: BenchmarkSuite
benchmarks:
  another:
    workload: ticket-summaries
    arms: [gpt-5.5@azure-swedencentral, claude-sonnet-5@bedrock-eu-central-1]
    cases: [{ prompt: Hello }]
`;

const patience = { timeout: 60_000 };

uiTest("benchmark: cancelled, gone on with, read case by case, and still there after a reload", async (screen) => {
  const { workbench, folder } = screen;
  const { webview, page } = workbench;
  await writeFile(path.join(folder, "benchmarks/another.benchmark.yaml"), another);
  const status = webview.getByRole("status");
  await workbench.openFile("nordlys.benchmark.yaml");
  await workbench.runCommand("Fairlead: Run Benchmark");
  await webview.getByLabel("Benchmark", { exact: true }).selectOption("ticket-summaries", patience);
  await webview.getByRole("button", { name: "Run", exact: true }).press("Enter", patience);
  await webview.getByText(/[1-9]\d* of \d+ answers/).waitFor(patience);
  await workbench.screenshot("benchmark-running");
  await webview.getByRole("button", { name: "Cancel" }).press("Enter");
  await status.filter({ hasText: "Cancelled" }).waitFor(patience);
  await webview.getByText("What was measured until then is below.").waitFor();
  await webview.getByRole("button", { name: "Go on with this run" }).click();
  await status.filter({ hasText: /Finished: 32 answers/ }).waitFor({ timeout: 60_000 });
  const arms = await webview.locator("table").first().locator("thead th").allInnerTexts();
  expect(arms).toEqual(["Measure", "gpt-5.5@azure-swedencentral", "claude-sonnet-5@bedrock-eu-central-1"]);
  await workbench.screenshot("benchmark-finished");
  expect(await accessibilityFindings(webview)).toEqual([]);
  await webview.getByRole("tab", { name: "Comparison" }).press("ArrowRight");
  expect(await webview.getByRole("tab", { name: "Differences" }).getAttribute("aria-selected")).toBe("true");

  await webview.getByRole("tab", { name: "Cases" }).click();
  await expect.poll(() => webview.locator(".long tbody tr[aria-rowindex]").count()).toBe(8);
  await webview.getByRole("button", { name: "late parcel" }).press("Enter");
  await webview.getByRole("region", { name: "Difference" }).waitFor();
  await webview.getByRole("button", { name: "Go to the case" }).scrollIntoViewIfNeeded();
  await workbench.screenshot("benchmark-case");
  await webview.getByRole("button", { name: "Go to the case" }).click();
  await page.locator(".statusbar-item", { hasText: "Ln 22" }).waitFor(patience);

  const verdict = await webview.locator(".verdict .first").textContent();
  expect(verdict).toMatch(/\S/);
  // An orderly reload, as a person does it: the editor saves its state first.
  const reloaded = page.waitForEvent("load");
  await workbench.runCommand("Developer: Reload Window");
  await reloaded;
  await webview.locator(".verdict .first").waitFor({ timeout: 60_000 });
  expect(await webview.locator(".verdict .first").textContent()).toBe(verdict);
  expect(await webview.getByRole("tab", { name: "Cases" }).getAttribute("aria-selected")).toBe("true");
  expect(workbench.violations).toEqual([]);
});

uiTest("benchmark: results open in every theme and view, however large, and broken ones say where", async (screen) => {
  const { workbench, folder } = screen;
  const { webview } = workbench;
  await writeResults(folder);
  await openResult(workbench, "july.bench.json");
  for (const [name, theme] of Object.entries(themes)) {
    await setTheme(folder, theme);
    await webview.locator(`body.${name}`).waitFor(patience);
    for (const view of views) {
      await webview.getByRole("tab", { name: view }).click();
      if (view === "Cases") await webview.getByRole("button", { name: "case 3", exact: true }).click();
      if (view === "History") await webview.getByRole("button", { name: /Compare with/ }).click();
      await webview.locator("#view .chart, #view table").first().waitFor(patience);
      await workbench.screenshot(`benchmark-${name.slice(7)}-${view.toLowerCase().replaceAll(" ", "-")}`);
      expect(await accessibilityFindings(webview), `${view}, ${name}`).toEqual([]);
    }
  }
  await webview.getByRole("button", { name: "Write into the catalog…" }).click();
  await workbench.page.getByRole("button", { name: "Apply", exact: true }).waitFor(patience);
  await workbench.screenshot("benchmark-write-back");
  await workbench.page.getByRole("button", { name: "Apply", exact: true }).click();
  await workbench.page.locator(".notification-toast", { hasText: "are in the catalog" }).waitFor(patience);

  // 50,000 requests: the first and the last of 25,000 cases, a filter and a search.
  await openResult(workbench, "large.bench.json");
  await webview.getByText("Finished: 50,000 answers").waitFor(patience);
  await webview.getByRole("tab", { name: "Cases" }).click();
  await webview.getByRole("button", { name: "case 1", exact: true }).press("End", patience);
  await webview.getByRole("button", { name: "case 25000", exact: true }).waitFor(patience);
  expect(await webview.locator(".long tbody tr").count()).toBeLessThan(60);
  await webview.getByRole("button", { name: /^Errors/ }).click();
  await webview.getByRole("searchbox").fill("case 1234");
  await expect.poll(() => webview.locator(".long tbody button").first().textContent(), patience).toMatch(/^case 1234/);
  expect(workbench.violations).toEqual([]);

  // What was hidden shows the view that was chosen there.
  await workbench.page.locator(".tab", { hasText: "july.bench.json" }).click();
  await webview.getByRole("heading", { name: "Benchmark ticket-summaries" }).waitFor(patience);
  expect(await webview.getByRole("tab", { name: "What if" }).getAttribute("aria-selected")).toBe("true");

  await workbench.quickOpen("broken.bench.json");
  await webview.getByText("broken.bench.json can not be shown").waitFor(patience);
  await workbench.screenshot("benchmark-broken");
  expect(await accessibilityFindings(webview)).toEqual([]);
  await webview.getByRole("button", { name: "Open as text, line 3, column 3" }).click();
  await workbench.page.locator(".statusbar-item", { hasText: "Ln 3, Col 3" }).waitFor(patience);
});

uiTest("benchmark: the test explorer runs one, and a violated security policy would be seen", async ({ workbench }) => {
  const { page, webview } = workbench;
  await workbench.openFile("nordlys.benchmark.yaml");
  await workbench.runCommand("Testing: Focus on Test Explorer View");
  const row = (text: string) => page.locator(".test-explorer .monaco-list-row", { hasText: text }).first();
  await row("nordlys.benchmark.yaml").click(patience);
  await page.keyboard.press("ArrowRight");
  await row("ticket-summaries").hover(patience);
  await row("ticket-summaries")
    .getByRole("button", { name: /Run Test/ })
    .click();
  await webview.getByRole("status").filter({ hasText: "Finished" }).waitFor({ timeout: 60_000 });
  await workbench.screenshot("benchmark-test-explorer");
  expect(workbench.violations).toEqual([]);
  await webview.locator("body").evaluate((body) => body.setAttribute("style", "color: red"));
  await expect.poll(() => workbench.violations.length).toBeGreaterThan(0);
});

async function openResult(workbench: Workbench, name: string): Promise<void> {
  await workbench.quickOpen(name);
  await workbench.webview.locator(".verdict .first").waitFor(patience);
}

async function setTheme(folder: string, theme: string): Promise<void> {
  const file = path.join(folder, ".vscode/settings.json");
  const settings = JSON.parse(await readFile(file, "utf8"));
  await writeFile(file, JSON.stringify({ ...settings, "workbench.colorTheme": theme }));
}
