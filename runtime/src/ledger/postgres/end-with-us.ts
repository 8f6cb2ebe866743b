/** Processes that tests start must not outlive them, also where the tests are killed without a word. */
import { type ChildProcess, spawn } from "node:child_process";
import process from "node:process";

/** Kills a child as soon as this process has ended, however it ends. On Windows only where it ends by itself. */
export function endWithUs(child: ChildProcess): void {
  const abandon = (): void => void child.kill("SIGKILL");
  process.once("exit", abandon);
  // Its input ends with this process.
  const guard =
    process.platform === "win32" || child.pid === undefined
      ? undefined
      : spawn("sh", ["-c", `read _; kill -9 ${child.pid}`], { stdio: ["pipe", "ignore", "ignore"] });
  guard?.on("error", () => {});
  child.once("exit", () => {
    process.off("exit", abandon);
    guard?.kill("SIGKILL");
  });
}
