/** A person migrates a direct vendor call with Ctrl+. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "vitest";
import { uiTest, withBrowser } from "../harness/ui-test.ts";

withBrowser();

uiTest("migration: Ctrl+. on a vendor's client moves it to the gateway", async ({ workbench, folder }) => {
  const file = path.join(folder, "services/support/src/summarise.ts");
  await workbench.openFile("summarise.ts");
  await workbench.squiggles.first().waitFor({ timeout: 60_000 });
  await workbench.goAfter(file, "new OpenAI");
  await workbench.screenshot("migration-before");
  await workbench.quickFix(/gateway/i, "migration-quick-fix");
  await workbench.squiggles.first().waitFor({ state: "detached", timeout: 60_000 });
  await workbench.screenshot("migration-after");
  await workbench.save();
  const text = await readFile(file, "utf8");
  expect(text).toMatch(/new GatewayOpenAI\(\{\s*workload: "ticket-summaries",\s*timeout: 20_000, \/\/ agents/);
  expect(text).toContain("@fairlead/runtime/openai");
  expect(text).not.toMatch(/new OpenAI\(/);
});

uiTest(
  "findings: the whole workspace is scanned, looked through, migrated after a preview",
  async ({ workbench, folder }) => {
    const { page } = workbench;
    await workbench.runCommand("Scan Workspace for Direct Provider Calls");
    const view = page.locator(".pane", { has: page.locator(".pane-header", { hasText: "Provider Calls" }) });
    // Groups are open, files are not; in a small view what is below comes when it is scrolled to.
    await view.locator(".monaco-list-row", { hasText: "summaris" }).click({ timeout: 60_000 });
    const finding = view.locator(".monaco-list-row", { hasText: "new OpenAI" });
    await finding.waitFor({ timeout: 60_000 });
    await workbench.screenshot("findings");
    await finding.click();
    await page.locator(".tab.active", { hasText: "summarise.ts" }).waitFor({ timeout: 60_000 });

    await workbench.runCommand("Migrate to the Gateway…");
    await page.locator(".tab.active", { hasText: "Migration to the gateway" }).waitFor({ timeout: 60_000 });
    await page.locator(".multiDiffEditor", { hasText: "GatewayOpenAI" }).waitFor({ timeout: 60_000 });
    await workbench.screenshot("findings-preview");
    await page.getByRole("button", { name: "Apply", exact: true }).click();
    // What was done and what was left, in words.
    await page.locator(".tab.active", { hasText: /Untitled/ }).waitFor({ timeout: 60_000 });
    // The editor shows blanks as blanks that do not break.
    const lines = page.locator(".editor-instance .view-lines", { hasText: /Done.\(4\).*summarise\.ts.*Left/ });
    await lines.waitFor({ timeout: 60_000 });
    await finding.waitFor({ state: "detached", timeout: 60_000 });
    await workbench.screenshot("findings-report");
    await workbench.runCommand("File: Save All Files");
    await expect
      .poll(() => readFile(path.join(folder, "services/support/src/summarise.ts"), "utf8"), { timeout: 60_000 })
      .toContain("new GatewayOpenAI({");
  },
);
