/** The tests in real VS Code: one editor server, one gateway, one browser, one test after another. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"], externalConditions: ["source"] } },
  test: {
    root: import.meta.dirname,
    include: ["*.test.ts", "ui/*.test.ts"],
    globalSetup: ["./harness/global-setup.ts"],
    fileParallelism: false,
    // What needs its second attempt is named at the end of `npm test`.
    retry: 1,
    expect: { poll: { timeout: 60_000 } },
    testTimeout: 300_000,
    hookTimeout: 300_000,
    teardownTimeout: 20_000,
  },
});
