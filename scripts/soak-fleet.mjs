/** `npm run soak:fleet`: gateways and their database killed under load for minutes. See test/fleet/soak.ts. */
import path from "node:path";
import process from "node:process";
import { runCommand } from "./lib/command.mjs";
import { Failure, runMain } from "./lib/failure.mjs";
import { root } from "./lib/paths.mjs";
import { setUp } from "./setup.mjs";

await runMain(async () => {
  await setUp();
  const args = ["--conditions=source", path.join(root, "test/fleet/soak.ts"), ...process.argv.slice(2)];
  const { code } = await runCommand(process.execPath, args, { cwd: root });
  if (code !== 0) throw new Failure("Something does not add up.", "See the lines above that say WRONG.");
});
