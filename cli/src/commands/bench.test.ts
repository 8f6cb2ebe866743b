import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { BenchmarkEvent, BenchmarkResult } from "@fairlead/runtime/bench";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startCommand } from "../testing/started-command.ts";

const BENCHMARKS = `
apiVersion: fairlead/v1
kind: BenchmarkSuite
benchmarks:
  small:
    workload: ticket-summaries
    arms: [gpt-5.5@azure-swedencentral, claude-sonnet-5@bedrock-eu-central-1]
    prompt: "Summarise: parcel NP-{{n}} is late."
    warmup: 0
    concurrency: 4
    cases: [${[1, 2, 3, 4, 5, 6].map((n) => `{ vars: { n: ${n}00 }, assert: [{ type: contains, value: "NP-${n}00" }] }`).join(", ")}]
  endless:
    workload: ticket-summaries
    arms: [gpt-5.5@azure-swedencentral, claude-sonnet-5@bedrock-eu-central-1]
    prompt: "Summarise: it is late."
    trials: 1000
    cases: [{}]
  filed:
    workload: ticket-summaries
    arms: [gpt-5.5@azure-swedencentral]
    routed: [ticket-summaries]
    load: { mode: open, rate: 50, arrivals: poisson }
    prompt: "Summarise: {{ticket}}"
    warmup: 0
    dataset: { file: data/tickets.csv }
  lost:
    workload: ticket-summaries
    arms: [gpt-5.5@azure-swedencentral, claude-sonnet-5@bedrock-eu-central-1]
    dataset:
      file: data/none.jsonl
  broken:
    workload: ticket-summaries
    arms: [gpt-5.5@azure-swedencentral, claude-sonnet-5@bedrock-eu-central-1]
    prompt: "{{missing}}"
    cases: [{}]
`;

const start = (argv: string[], env: Record<string, string> = {}) => startCommand(argv, folder, env);

let folder: string;
let gateway: ReturnType<typeof start>;
let env: Record<string, string>;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "fairlead-bench-"));
  const sample = path.resolve(import.meta.dirname, "../../../test/sample-workspace/policy");
  await cp(sample, path.join(folder, "policy"), { recursive: true });
  await writeFile(path.join(folder, "some.benchmark.yaml"), BENCHMARKS);
  await mkdir(path.join(folder, "data"));
  const rows = [1, 2, 3, 4, 5, 6, 7].map((n) => `"parcel NP-${n}00, late",contains: NP-${n}00`);
  await writeFile(path.join(folder, "data/tickets.csv"), `\uFEFFticket,__expected\r\n${rows.join("\r\n")}\r\n`);
  gateway = start(["serve", "--simulate", "--dev-key", "--port", "0", "--json", "--no-watch"]);
  await vi.waitUntil(() => gateway.output.stdout.includes("\n"), { timeout: 30_000 });
  const { url, key } = JSON.parse(gateway.output.stdout) as { url: string; key: string };
  env = { FAIRLEAD_URL: url, FAIRLEAD_KEY: key };
});
afterAll(async () => {
  gateway.stop();
  await gateway.done;
  await rm(folder, { recursive: true });
});

async function bench(argv: string[], environment = env) {
  const running = start(["bench", ...argv], environment);
  await running.done;
  return running.output;
}

describe("through the gateway and the simulators", () => {
  test("a table and a verdict in words, the result in a file", async () => {
    const { stdout, stderr, exitCode } = await bench(["small", "--out", "run.bench.json"]);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("passed")]);
    expect(stderr).toMatch(/12 of 12 answers, 0\.\d+ USD spent/);
    const result = JSON.parse(await readFile(path.join(folder, "run.bench.json"), "utf8")) as BenchmarkResult;
    expect(stdout).toContain(result.verdict[0]);
    expect(result.arms).toMatchObject([
      { arm: "gpt-5.5@azure-swedencentral", ok: 6, passed: 6 },
      { arm: "claude-sonnet-5@bedrock-eu-central-1", ok: 6, passed: 6 },
    ]);
    expect(result.records.every(({ arm, deployment, costMicroUsd }) => arm === deployment && costMicroUsd)).toBe(true);
    expect(result.generation).toMatch(/^gen_/);
  });

  test("a dataset from a file, open load, a workload as routed; goodput by the policy's objectives", async () => {
    const { stdout } = await bench(["filed", "--json"]);
    const result = JSON.parse(stdout) as BenchmarkResult;
    expect(result.load).toEqual({ mode: "open", rate: 50, arrivals: "poisson" });
    expect(result.arms).toMatchObject([
      { arm: "gpt-5.5@azure-swedencentral", ok: 7, passed: 7, goodput: { of: 7 } },
      { arm: "ticket-summaries (as routed)", ok: 7, passed: 7, goodput: { of: 7 } },
    ]);
    expect(result.records.every(({ overheadMs }) => overheadMs !== undefined)).toBe(true);
  });

  test("a result fits its published schema, is exported in every form, and compared with a later one", async () => {
    const files = ["all.jsonl", "all.csv", "all.xml", "all.md", "all.html"];
    const first = await bench(["small", "--out", "first.bench.json", "--export", ...files]);
    expect(first.exitCode).toBe(0);
    const read = (name: string) => readFile(path.join(folder, name), "utf8");
    expect((await read("all.jsonl")).trimEnd().split("\n")).toHaveLength(12);
    expect((await read("all.csv")).split("\r\n")).toHaveLength(14);
    expect(await read("all.xml")).toMatch(/<testsuite name="gpt-5\.5@azure-swedencentral" tests="6" failures="0"/);
    expect(await read("all.md")).toMatch(/^# Benchmark small\n/);
    expect(await read("all.html")).toMatch(/^<!doctype html>/);

    const second = await bench(["small", "--against", "first.bench.json", "--out", "second.bench.json"]);
    expect(second.stdout).toContain("\nAgainst first.bench.json: ");
    const compared = await bench(["compare", "first.bench.json", "second.bench.json"]);
    expect([compared.exitCode, compared.stderr]).toEqual([second.exitCode, ""]);
    const again = await bench(["export", "first.bench.json", "again.html"]);
    expect([again.exitCode, await read("again.html")]).toEqual([0, await read("all.html")]);
  });

  test("a regression exits with 1 and is named", async () => {
    await bench(["small", "--out", "now.bench.json"]);
    const file = path.join(folder, "now.bench.json");
    const now = JSON.parse(await readFile(file, "utf8")) as BenchmarkResult;
    const cheaper = now.records.map((record) => ({ ...record, costMicroUsd: (record.costMicroUsd ?? 0) - 300 }));
    await writeFile(path.join(folder, "then.bench.json"), JSON.stringify({ ...now, records: cheaper }));
    const worse = await bench(["compare", "then.bench.json", "now.bench.json"]);
    expect(worse.exitCode).toBe(0);
    const many = (records: BenchmarkResult["records"]) =>
      [0, 1, 2].flatMap((block) => records.map((record) => ({ ...record, caseIndex: record.caseIndex + 6 * block })));
    const { caseKeys: _, ...plain } = now;
    await writeFile(path.join(folder, "then.bench.json"), JSON.stringify({ ...plain, records: many(cheaper) }));
    await writeFile(file, JSON.stringify({ ...plain, records: many(now.records) }));
    const compared = await bench(["compare", "then.bench.json", "now.bench.json"]);
    expect(compared.exitCode).toBe(1);
    expect(compared.stdout).toMatch(
      /^Against then\.bench\.json: 2 regressions\.\n {2}worse {3}gpt-5\.5@azure-swedencentral, cost: \+0\.0003 USD/,
    );
    expect((await bench(["compare", "now.bench.json", "then.bench.json"])).exitCode).toBe(0);
  });

  test("a result of other questions, and one of a newer format, are told to be so", async () => {
    await bench(["small", "--out", "now.bench.json"]);
    const now = JSON.parse(await readFile(path.join(folder, "now.bench.json"), "utf8")) as BenchmarkResult;
    const caseKeys = now.caseKeys?.map((key) => `${key}0`) ?? [];
    await writeFile(path.join(folder, "other.bench.json"), JSON.stringify({ ...now, caseKeys }));
    const { stdout, exitCode } = await bench(["compare", "other.bench.json", "now.bench.json"]);
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringMatching(/^Against other\.bench\.json: nothing can be compared/),
    ]);
    await writeFile(path.join(folder, "newer.bench.json"), JSON.stringify({ schema: "fairlead/bench-result/v9" }));
    const newer = await bench(["compare", "newer.bench.json", "now.bench.json"]);
    expect([newer.exitCode, newer.stderr]).toEqual([
      2,
      expect.stringContaining("of the format fairlead/bench-result/v9"),
    ]);
  });

  test("a run that ended early goes on; one that is complete does not", async () => {
    const small = await readFile(path.join(folder, "some.benchmark.yaml"), "utf8");
    await writeFile(
      path.join(folder, "some.benchmark.yaml"),
      small.replace("warmup: 0", "warmup: 0\n    maxSpend: 0.001 USD"),
    );
    await bench(["small", "--out", "half.bench.json"]);
    const half = JSON.parse(await readFile(path.join(folder, "half.bench.json"), "utf8")) as BenchmarkResult;
    await writeFile(path.join(folder, "some.benchmark.yaml"), small);
    expect(half.status).toBe("spend-limit");
    const { exitCode } = await bench(["small", "--resume", "half.bench.json", "--out", "half.bench.json"]);
    const whole = JSON.parse(await readFile(path.join(folder, "half.bench.json"), "utf8")) as BenchmarkResult;
    expect([exitCode, whole.status, whole.run, whole.records.length]).toEqual([0, "completed", half.run, 12]);
    const again = await bench(["small", "--resume", "half.bench.json"]);
    expect([again.exitCode, again.stderr]).toEqual([2, expect.stringContaining("bench.can-not-resume")]);
    expect(again.stderr).toContain("half.bench.json can not be gone on with. The result is complete.");
  });

  test("what was measured goes into the catalog: shown as a diff, written where asked, the same afterwards", async () => {
    const catalog = path.join(folder, "policy/nordlys.catalog.yaml");
    const before = await readFile(catalog, "utf8");
    await bench(["small", "--out", "run.bench.json"]);
    const shown = await bench(["write-back", "run.bench.json"]);
    expect(shown.stdout).toContain("+++ b/policy/nordlys.catalog.yaml");
    expect(shown.stdout).toMatch(/^\+ +- \{ workload: ticket-summaries, passRate: 100%, samples: 6, measured: /m);
    expect(shown.stdout).toContain("left gpt-5.5@azure-swedencentral: 6 answers are too few for a latency");
    expect(shown.stdout).toContain("Measurements of 2 deployments would be written. Add --write to change the files.");
    expect(await readFile(catalog, "utf8")).toBe(before);
    await writeFile(catalog, `\uFEFF${before}`);
    const { stdout } = await bench(["write-back", "run.bench.json", "--write", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ written: true, facts: [{ quality: { samples: 6 } }, {}] });
    const after = await readFile(catalog, "utf8");
    expect(after.startsWith("\uFEFF#")).toBe(before.startsWith("#"));
    expect(after.length).toBeGreaterThan(before.length + 150);
    await bench(["write-back", "run.bench.json", "--write"]);
    expect(await readFile(catalog, "utf8")).toBe(after);
    await writeFile(catalog, before);
  });

  test("--json prints the result alone", async () => {
    const { stdout, stderr } = await bench(["small", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ schema: "fairlead/bench-result/v1", status: "completed" });
    expect(stderr).toBe("");
  });

  test("--events prints lines; a cancelled run still ends with its result", async () => {
    const running = start(["bench", "endless", "--events"], env);
    await expect.poll(() => running.output.stdout).toMatch(/"done":[1-9]/);
    running.stop();
    await running.done;
    const events = running.output.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as BenchmarkEvent);
    expect(events[0]).toMatchObject({ type: "start", benchmark: "endless", total: 2000 });
    const last = events.at(-1);
    expect(last).toMatchObject({ type: "result", result: { status: "cancelled" } });
    expect(last?.type === "result" && last.result.records.length).toBeGreaterThan(0);
    expect(running.output.exitCode).toBe(0);
  });
});

describe("import of promptfoo's configuration", () => {
  const config = `prompts: ["Summarise: parcel {{n}} is late."]
providers: [openai:gpt-4.1, "anthropic:claude"]
tests:
  - vars: { n: [NP-1, NP-2] }
    assert:
      - { type: contains, value: "{{n}}" }
      - { type: javascript, value: "output.length > 3" }
      - { type: similar, value: late }
`;
  const map = ["--map", "openai:gpt-4.1=gpt-5.5@azure-swedencentral"];
  const second = ["--map", "anthropic:claude=claude-sonnet-5@bedrock-eu-central-1"];

  test("what comes out runs; scripts only where they are allowed", async () => {
    await writeFile(path.join(folder, "promptfooconfig.yaml"), config);
    const file = ["import", "promptfooconfig.yaml", "--workload", "ticket-summaries", "--id", "taken"];
    const unmapped = await bench([...file, ...map]);
    expect(unmapped.stderr).toMatch(
      /^not taken over: tests\[0\]\.assert\[2\] .+\nbench\.unmapped-provider .+ anthropic:claude,/,
    );
    expect(unmapped.exitCode).toBe(2);
    const others = await bench([
      ...file,
      "--arm",
      "gpt-5.5@azure-swedencentral",
      "claude-sonnet-5@bedrock-eu-central-1",
    ]);
    expect([others.exitCode, others.stderr]).toEqual([
      0,
      expect.stringMatching(/^not taken over: anthropic:claude, as no/m),
    ]);
    const written = await bench([...file, ...map, ...second, "--out", "taken.benchmark.yaml"]);
    expect(written.exitCode).toBe(0);
    expect((await bench(["taken"])).stderr).toMatch(/^bench\.scripts-not-allowed taken\/cases\/0\/assert\/1: /);
    const { stdout } = await bench(["taken", "--allow-scripts", "--json"]);
    expect((JSON.parse(stdout) as BenchmarkResult).arms).toMatchObject([
      { ok: 2, passed: 2 },
      { ok: 2, passed: 2 },
    ]);
    expect((await bench([...file, ...map, ...second, "--out", "taken.benchmark.yaml"])).stderr).toContain(
      "bench.can-not-write taken.benchmark.yaml",
    );
    await rm(path.join(folder, "taken.benchmark.yaml"));
  });

  test.each([
    [["import", "gone.yaml", "--workload", "w"], /^bench\.can-not-import gone\.yaml: ENOENT/],
    [["import", "some.benchmark.yaml", "--workload", "w", "--map", "x"], /^bench\.bad-mapping "x" is not/],
  ])("%j", async (argv, words) => {
    expect(await bench(argv)).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(words) });
  });
});

describe("misuse and failure", () => {
  test.each([
    [
      ["smal"],
      {},
      /^bench\.unknown-benchmark There is no benchmark "smal"\. Did you mean "small"\? There are: small, endless, filed, lost, broken\./,
    ],
    [["broken"], {}, /^bench\.unknown-variable broken\/cases\/0\/prompt: The case has no variable "missing"/],
    [["lost"], {}, /^bench\.no-dataset some\.benchmark\.yaml:\d+:13 data\/none\.jsonl: There is no such file/],
    [["small"], { FAIRLEAD_URL: "" }, /^bench\.no-gateway/],
    [["small"], { FAIRLEAD_KEY: "" }, /^bench\.no-key/],
    [["small", "--gateway", "localhost:4180"], {}, /^bench\.bad-gateway/],
    [["small", "--out", "no/such/folder/x.json"], {}, /bench\.can-not-write no\/such\/folder\/x\.json/],
    [["small", "--export", "x.pdf"], {}, /^bench\.unknown-format x\.pdf: .+ There are \.json, \.jsonl/],
    [["small", "--against", "some.benchmark.yaml"], {}, /^bench\.bad-result some\.benchmark\.yaml: It is not JSON/],
    [["compare", "package.json", "x.bench.json"], {}, /^bench\.bad-result package\.json: ENOENT/],
    [["small", "--workspace", "nowhere"], {}, /^cli\.no-such-folder/],
  ])("%j %j", async (argv, environment, words) => {
    const { stderr, exitCode } = await bench(argv, { ...env, ...environment });
    expect(stderr.replace(/^\d+ of.*\n/gm, "")).toMatch(words);
    expect(exitCode).toBe(2);
  });

  test("a run that fails wholly exits with 1 and says why", async () => {
    const unreachable = await bench(["small", "--gateway", "http://127.0.0.1:9"]);
    expect(unreachable).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(/\(failed\): bench\.unreachable/) });
    const stranger = await bench(["small", "--key", "fl_wrong"]);
    expect(stranger).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(/\(failed\): auth\.unknown-key/) });
  });
});
