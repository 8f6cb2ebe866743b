/** What axe finds in a webview. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { FrameLocator } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Finding {
  id: string;
  nodes: { target: string[]; failureSummary?: string }[];
}

interface PageWithAxe {
  axe?: { run(context: unknown, options: unknown): Promise<{ violations: Finding[] }> };
}

/** One line for each rule that is broken, with the first place. Empty where all is well. */
export async function accessibilityFindings(webview: FrameLocator): Promise<string[]> {
  const body = await webview.locator("body").elementHandle();
  const frame = await body?.ownerFrame();
  if (!frame) throw new Error("There is no webview.");
  const isThere = await frame.evaluate(() => (globalThis as PageWithAxe).axe !== undefined);
  // Past the page's policy, which rightly lets nobody else put a script into it.
  if (!isThere) await frame.evaluate(source);
  const findings = await frame.evaluate(async () => {
    const { axe } = globalThis as PageWithAxe;
    // Style sheets are not fetched once more: the policy allows no fetching at all.
    const found = await axe?.run(globalThis.document, { preload: false, resultTypes: ["violations"] });
    return found?.violations ?? [{ id: "axe did not start", nodes: [] }];
  });
  return findings.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(" ")} ${nodes[0]?.failureSummary ?? ""}`);
}
