/** The benchmark command, through the gateway that the harness started. */
import assert from "node:assert/strict";
import type { BenchmarkResult } from "@fairlead/runtime/bench";
import { commands } from "vscode";
import { open } from "./support.ts";

describe("benchmark", () => {
  it("runs a suite through the gateway and says what differs", async () => {
    await open("benchmarks/nordlys.benchmark.yaml");
    const result = await commands.executeCommand<BenchmarkResult | undefined>(
      "fairlead.runBenchmark",
      "ticket-summaries",
    );
    assert.ok(result, "there is a result");
    assert.equal(result.status, "completed", result.reason);
    assert.equal(result.arms.length, 2);
    for (const arm of result.arms) {
      assert.ok(arm.ok > 0, `${arm.arm} answered`);
      assert.ok(arm.totalMs.p50 !== undefined && arm.totalMs.p50 > 0);
    }
    assert.ok(result.verdict.length > 0);
  });
});
