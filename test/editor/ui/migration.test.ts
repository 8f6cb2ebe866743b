/** A person migrates a direct vendor call with Ctrl+. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "vitest";
import { uiTest, withBrowser } from "../harness/ui-test.ts";

withBrowser();

uiTest("migration: Ctrl+. on a vendor's client moves it to the gateway", async ({ workbench, folder }) => {
  const file = path.join(folder, "services/support/src/summarise.ts");
  await workbench.openFile("summarise.ts");
  await workbench.squiggles.first().waitFor({ timeout: 30_000 });
  await workbench.goAfter(file, "new OpenAI");
  await workbench.screenshot("migration-before");
  await workbench.quickFix(/gateway/i, "migration-quick-fix");
  await workbench.squiggles.first().waitFor({ state: "detached", timeout: 30_000 });
  await workbench.screenshot("migration-after");
  await workbench.save();
  const text = await readFile(file, "utf8");
  expect(text).toMatch(/new GatewayOpenAI\(\{\s*workload: "ticket-summaries",\s*timeout: 20_000, \/\/ agents/);
  expect(text).toContain("@fairlead/runtime/openai");
  expect(text).not.toMatch(/new OpenAI\(/);
});
