/** A test on the screen: a fresh copy of the workspace, a fresh browser context, a screenshot where it fails. */
import path from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, inject, test } from "vitest";
import { launchBrowser, newContext } from "./browser.ts";
import { Workbench } from "./workbench.ts";
import { freshWorkspace } from "./workspace.ts";

export interface Screen {
  workbench: Workbench;
  /** The copy of the sample workspace. */
  folder: string;
}

let browser: Browser | undefined;
let count = 0;

/** Declares the hooks that start and end the browser; call it once a file. */
export function withBrowser(): void {
  beforeAll(async () => {
    browser = await launchBrowser(inject("editor"));
  });
  afterAll(() => browser?.close());
}

/** Declares a test. `settings` are added to the copy's workspace settings. */
export function uiTest(
  title: string,
  body: (screen: Screen) => Promise<void>,
  settings: Record<string, unknown> = {},
): void {
  test(title, async ({ onTestFailed }) => {
    if (browser === undefined) throw new Error("withBrowser() was not called.");
    const { workspaces, installedUrl } = inject("editor");
    count += 1;
    const name = `${title.replaceAll(/[^a-z0-9]+/gi, "-")}-${Date.now()}-${count}`;
    const folder = await freshWorkspace(workspaces, name, settings);
    const context = await newContext(browser);
    let workbench: Workbench | undefined;
    onTestFailed(async () => {
      await workbench?.screenshot(path.join("failed", name));
      await context.close();
    });
    workbench = await Workbench.open(context, installedUrl, folder);
    await body({ workbench, folder });
    await context.close();
  });
}
