import { availableParallelism } from "node:os";
import process from "node:process";
import { defineConfig, type Plugin } from "vitest/config";

/** What goes over real sockets between real processes, as everywhere in `test`. */
const END_TO_END = ["test/gateway/**/*.test.ts", "test/fleet/**/*.test.ts"];

/**
 * Properties try the same cases each time, so that nobody's change fails for what chance found elsewhere;
 * `FAIRLEAD_SEED=random` looks for new ones.
 */
const SEED = process.env.FAIRLEAD_SEED ?? "20261123";
const seeded: Plugin = {
  name: "seed of properties",
  transform: (code, id) =>
    SEED !== "random" && id.endsWith(".test.ts") && code.includes('import fc from "fast-check"')
      ? `${code}\nfc.configureGlobal({ ...fc.readConfigureGlobal(), seed: ${Number(SEED)} });\n`
      : undefined,
};

export default defineConfig({
  plugins: [seeded],
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"], externalConditions: ["source"] } },
  test: {
    exclude: ["**/node_modules/**", "**/dist/**"],
    // On a machine that is busy everything may take long: these only end what hangs.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000, interval: 20 } },
    // Many tests wait for clocks and processes: on two cores, one worker would leave the other idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // The AI SDK leads to a package that offers its TypeScript under the condition `source`, as ours do: it must be read
    // as our own is.
    server: { deps: { inline: [/\/node_modules\/(?:ai|@ai-sdk\/[^/]+|eventsource-parser)\//] } },
    projects: [
      {
        extends: true,
        test: {
          name: "units",
          include: ["{runtime,server,cli,client,schemas,scripts}/**/*.test.ts", "test/*.test.ts"],
        },
      },
      // What needs its second attempt is named at the end of `npm test`.
      { extends: true, test: { name: "end to end", include: END_TO_END, retry: 1 } },
    ],
  },
});
