/** A person edits the routing policy: completion while typing, an underlined mistake, its quick fix. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "vitest";
import { uiTest, withBrowser } from "../harness/ui-test.ts";

const policy = "nordlys.routing-policy.yaml";

withBrowser();

uiTest("policy: completion offers deployments while typing, and inserts the chosen one", async (screen) => {
  const { workbench, folder } = screen;
  const { page } = workbench;
  await workbench.openFile(policy);
  await workbench.goAfter(path.join(folder, "policy", policy), "        - gpt-5.5@azure-swedencentral");
  await page.keyboard.press("Enter");
  await page.keyboard.type("- gpt-5.5@b", { delay: 60 });
  const suggestion = page.locator(".suggest-widget.visible .monaco-list-row", { hasText: "gpt-5.5@bedrock" }).first();
  await suggestion.waitFor({ timeout: 60_000 });
  await workbench.screenshot("policy-completion");
  await suggestion.click();
  await workbench.save();
  const text = await readFile(path.join(folder, "policy", policy), "utf8");
  expect(text).toMatch(/- gpt-5\.5@azure-swedencentral\n {8}- gpt-5\.5@bedrock-[a-z0-9-]+\n/);
});

uiTest("policy: a misspelt id is underlined, and Ctrl+. puts it right", async ({ workbench, folder }) => {
  const { page } = workbench;
  const file = path.join(folder, "policy", policy);
  const original = await readFile(file, "utf8");
  await workbench.openFile(policy);
  await workbench.goAfter(file, "        - gpt-5.5@azure-swedencentral");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Escape");
  await workbench.squiggles.first().waitFor({ timeout: 60_000 });
  await workbench.screenshot("policy-mistake");
  await workbench.quickFix(/gpt-5\.5@azure-swedencentral/, "policy-quick-fix");
  await workbench.squiggles.first().waitFor({ state: "detached", timeout: 60_000 });
  await workbench.save();
  expect(await readFile(file, "utf8")).toBe(original);
});
