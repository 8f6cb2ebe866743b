/** A person migrates a direct vendor call with Ctrl+. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "vitest";
import { uiTest, withBrowser } from "../harness/ui-test.ts";

withBrowser();

uiTest("migration: Ctrl+. on a vendor's client moves it to the gateway", async ({ workbench, folder }) => {
  const file = "services/support/src/summarise.ts";
  await workbench.openFile("summarise.ts");
  await workbench.squiggles.first().waitFor({ timeout: 30_000 });
  await workbench.goAfter("new OpenAI");
  await workbench.screenshot("migration-before");
  await workbench.quickFix(/gateway/i);
  await workbench.squiggles.first().waitFor({ state: "detached", timeout: 30_000 });
  await workbench.screenshot("migration-after");
  await workbench.save();
  const text = await readFile(path.join(folder, file), "utf8");
  expect(text).toContain('new GatewayOpenAI({ workload: "ticket-summaries"');
  expect(text).toContain("@fairlead/runtime/openai");
  expect(text).not.toMatch(/new OpenAI\(/);
});
