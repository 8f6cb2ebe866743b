/** The browser that shows the editor. */
import process from "node:process";
import { type Browser, type BrowserContext, chromium } from "playwright-core";
import type { EditorContext } from "./context.ts";

/** Starts the browser, with nothing that talks to the network by itself. */
export function launchBrowser({ chromium: found }: EditorContext): Promise<Browser> {
  return chromium.launch({
    executablePath: found.executable,
    env: { ...(process.env as Record<string, string>), ...found.env },
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** A context of its own: the editor in the browser keeps its state in the browser's storage. */
export function newContext(browser: Browser): Promise<BrowserContext> {
  return browser.newContext({ viewport: { width: 1360, height: 860 }, locale: "en-GB", reducedMotion: "reduce" });
}
