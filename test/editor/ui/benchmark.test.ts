/** A person runs a benchmark and reads its result, in each kind of theme. */
import { expect } from "vitest";
import { uiTest, withBrowser } from "../harness/ui-test.ts";
import type { Workbench } from "../harness/workbench.ts";

withBrowser();

const themes = [
  ["light", "Default Light Modern"],
  ["dark", "Default Dark Modern"],
  ["high-contrast", "Default High Contrast"],
] as const;

for (const [name, theme] of themes) {
  uiTest(
    `benchmark: run, verdict and tables in the ${name} theme`,
    async ({ workbench }) => {
      await runInPanel(workbench, `benchmark-${name}`);
      const { webview } = workbench;
      await expect.poll(() => webview.locator(".verdict .first").textContent()).toMatch(/\S/);
      const arms = await webview.locator("table").first().locator("thead th").allInnerTexts();
      expect(arms).toEqual(["Measure", "gpt-5.5@azure-swedencentral", "claude-sonnet-5@bedrock-eu-central-1"]);
      const rates = await webview.locator("tbody tr", { hasText: "Pass rate" }).first().locator("td").allInnerTexts();
      for (const rate of rates) expect(rate).toMatch(/^\d+ of \d+, [\d.]+\s% \([\d.]+\s% to [\d.]+\s%\)$/);
      expect(await webview.locator("svg.chart").count()).toBeGreaterThan(0);
      expect(await webview.locator("section[aria-label='Cases'] tbody tr").count()).toBe(8);
      await webview.locator("section[aria-label='Latency'] .legend").scrollIntoViewIfNeeded();
      await workbench.screenshot(`benchmark-${name}-latency`);
      await webview.locator("section[aria-label='Cases'] h2").scrollIntoViewIfNeeded();
      await workbench.screenshot(`benchmark-${name}-cases`);
      expect(workbench.violations).toEqual([]);
    },
    { "workbench.colorTheme": theme, "workbench.sideBar.location": "right" },
  );
}

uiTest("benchmark: a run can be cancelled with the keyboard, and what was measured stays", async ({ workbench }) => {
  await openPanel(workbench);
  const { webview } = workbench;
  await webview.getByRole("button", { name: "Run" }).press("Enter");
  const cancel = webview.getByRole("button", { name: "Cancel" });
  await webview.getByRole("status").filter({ hasText: "answers" }).waitFor({ timeout: 30_000 });
  await cancel.press("Enter");
  await webview.getByRole("button", { name: "Run" }).waitFor({ timeout: 30_000 });
  await webview
    .getByRole("status")
    .filter({ hasText: /Cancelled|Finished/ })
    .waitFor();
});

uiTest("benchmark: a result survives a reload of the window", async ({ workbench }) => {
  await runInPanel(workbench, "benchmark-before-reload");
  const verdict = await workbench.webview.locator(".verdict .first").textContent();
  // An orderly reload, as a person does it: the editor saves its state first.
  const reloaded = workbench.page.waitForEvent("load");
  await workbench.runCommand("Developer: Reload Window");
  await reloaded;
  await workbench.webview.locator(".verdict .first").waitFor({ timeout: 60_000 });
  expect(await workbench.webview.locator(".verdict .first").textContent()).toBe(verdict);
});

uiTest("benchmark: a violated security policy would be seen", async ({ workbench }) => {
  await openPanel(workbench);
  await workbench.webview.locator("body").evaluate((body) => body.setAttribute("style", "color: red"));
  await expect.poll(() => workbench.violations.length).toBeGreaterThan(0);
});

/** Opens the panel by its command. */
async function openPanel(workbench: Workbench): Promise<void> {
  await workbench.openFile("nordlys.benchmark.yaml");
  await workbench.runCommand("Fairlead: Run Benchmark");
  await workbench.webview.getByRole("button", { name: "Run" }).waitFor({ timeout: 30_000 });
}

/** Runs the benchmark to its end. */
async function runInPanel(workbench: Workbench, picture: string): Promise<void> {
  await openPanel(workbench);
  const { webview } = workbench;
  await webview.getByRole("button", { name: "Run" }).click();
  await webview.getByRole("status").filter({ hasText: "answers" }).waitFor({ timeout: 30_000 });
  await workbench.screenshot(`${picture}-running`);
  await webview.getByRole("status").filter({ hasText: "Finished" }).waitFor({ timeout: 60_000 });
  await workbench.screenshot(picture);
}
