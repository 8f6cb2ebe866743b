/** Opens an address in the person's browser, where there is a person with a screen. */
import { spawn } from "node:child_process";

/** @param {string} address */
export function openInBrowser(address) {
  const hasScreen = process.platform !== "linux" || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (process.env.CI || !hasScreen) return;
  const [command, ...args] =
    process.platform === "darwin"
      ? ["open", address]
      : process.platform === "win32"
        ? ["cmd", "/c", "start", "", address]
        : ["xdg-open", address];
  const child = spawn(String(command), args, { stdio: "ignore", detached: true });
  // The address is printed as well, so that a machine without an opener loses nothing.
  child.on("error", () => undefined);
  child.unref();
}
