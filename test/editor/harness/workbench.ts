/** The editor's page, and what a person does in it. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { BrowserContext, ConsoleMessage, FrameLocator, Locator, Page } from "playwright-core";
import { resultsFolder } from "../../../scripts/lib/paths.mjs";

const patience = { timeout: 60_000 };

export class Workbench {
  readonly page: Page;
  /** What the browser's console said of violated content security policies. */
  readonly violations: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on("console", (message: ConsoleMessage) => {
      if (/content security policy/i.test(message.text())) this.violations.push(message.text());
    });
  }

  /** Opens a folder and waits until the workbench is usable. */
  static async open(context: BrowserContext, url: string, folder: string): Promise<Workbench> {
    const workbench = new Workbench(await context.newPage());
    await workbench.page.goto(`${url}/?folder=${encodeURI(folder)}`);
    await workbench.page.locator(".monaco-workbench .part.editor").waitFor(patience);
    await workbench.page
      .locator(".statusbar-item", { hasText: "Fairlead" })
      .or(workbench.page.locator(".explorer-folders-view .monaco-list-row").first())
      .first()
      .waitFor(patience);
    return workbench;
  }

  /** Opens a file of the workspace by its name, as with Ctrl+P, in whichever editor shows it. */
  async quickOpen(name: string): Promise<void> {
    await this.page.keyboard.press("Control+P");
    const input = this.page.locator(".quick-input-widget input");
    await input.waitFor(patience);
    await input.fill(name);
    await this.page.locator(".quick-input-list .monaco-list-row", { hasText: name }).first().waitFor(patience);
    await this.page.keyboard.press("Enter");
    await this.page.locator(".tab.active", { hasText: name }).waitFor(patience);
  }

  /** Opens a file as text. */
  async openFile(name: string): Promise<void> {
    await this.quickOpen(name);
    await this.page.locator(".editor-instance .view-lines").first().waitFor(patience);
  }

  /** Runs a command by its title, as with F1. */
  async runCommand(title: string): Promise<void> {
    const input = this.page.locator(".quick-input-widget input");
    const entry = this.page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first();
    // The list is made when it opens: a command whose extension is still starting is only in a later one.
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await this.page.keyboard.press("F1");
      await input.waitFor(patience);
      await input.fill(`>${title}`);
      if (await appears(entry, 3_000)) break;
      await this.page.keyboard.press("Escape");
    }
    await entry.click(patience);
  }

  /** Puts the cursor behind the first occurrence of a text in the active editor, whose file it is. */
  async goAfter(file: string, text: string): Promise<void> {
    const content = await readFile(file, "utf8");
    const index = content.indexOf(text);
    if (index < 0) throw new Error(`${file} does not contain ${text}`);
    const lines = content.slice(0, index + text.length).split("\n");
    const place = `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`;
    await this.page.keyboard.press("Control+G");
    const input = this.page.locator(".quick-input-widget input");
    await input.waitFor(patience);
    await input.fill(`:${place}`);
    await this.page.keyboard.press("Enter");
    await input.waitFor({ state: "hidden", ...patience });
    const [line, column] = place.split(":");
    await this.page.locator(".statusbar-item", { hasText: `Ln ${line}, Col ${column}` }).waitFor(patience);
  }

  /** Saves the active editor; the file on disk follows. */
  async save(): Promise<void> {
    await this.page.locator(".tab.active.dirty").waitFor(patience);
    await this.page.keyboard.press("Control+S");
    await this.page.locator(".tab.active:not(.dirty)").waitFor(patience);
  }

  /** Underlines of errors and warnings in the active editor. */
  get squiggles() {
    return this.page.locator(".monaco-editor .squiggly-error, .monaco-editor .squiggly-warning");
  }

  /** Opens the menu of quick fixes at the cursor, takes its picture and then the first entry with the text. */
  async quickFix(text: string | RegExp, picture: string): Promise<void> {
    const entry = this.page.locator(".action-widget .monaco-list-row", { hasText: text }).first();
    // The menu that opens before the server has looked at the newest text is empty, and is asked for again.
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await this.page.keyboard.press("Control+.");
      if (await appears(entry, 3_000)) break;
      await this.page.keyboard.press("Escape");
    }
    await this.screenshot(picture);
    await entry.click(patience);
  }

  /** The content of the visible webview. */
  get webview(): FrameLocator {
    return this.page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
  }

  /** Saves what the screen shows; a person looks at it. */
  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: path.join(resultsFolder, `${name}.png`) });
  }
}

/** Whether something is there within the time. */
function appears(locator: Locator, timeout: number): Promise<boolean> {
  return locator.waitFor({ timeout }).then(
    () => true,
    () => false,
  );
}
