import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { BenchmarkResult } from "@fairlead/runtime/bench";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startCommand } from "../testing/started-command.ts";

/** Two small servers as llama.cpp's are, and the documents of the page that explains how to compare them. */
const COUNTRIES = 30;
const PAGE = path.resolve(import.meta.dirname, "../../../docs/benchmarks.md");

interface Quirks {
  /** Whether it answers what is asked, by the number of the country. */
  knows: (country: number) => boolean;
  lineEnd: string;
  usage: "asked" | "null";
}

async function startModel({ knows, lineEnd, usage }: Quirks): Promise<{ server: Server; port: number }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as { model: string; messages: { content: string }[] };
    const country = Number(/country (\d+)/.exec(body.messages[0]?.content ?? "")?.[1]);
    response.writeHead(200, { "content-type": "text/event-stream" });
    const send = (choices: unknown[], more: object = {}) => {
      const chunk = { choices, created: 1, id: "chatcmpl-1", model: body.model, object: "chat.completion.chunk" };
      response.write(`data: ${JSON.stringify({ ...chunk, ...more })}${lineEnd}${lineEnd}`);
    };
    send([{ index: 0, finish_reason: null, delta: { role: "assistant", content: null } }]);
    for (const content of ["City ", knows(country) ? `number ${country}.` : "unknown"]) {
      send([{ index: 0, finish_reason: null, delta: { content } }]);
    }
    const timings = { predicted_n: 3, predicted_ms: 12.5 };
    send([{ index: 0, finish_reason: "stop", delta: {} }], { timings, ...(usage === "null" ? { usage: null } : {}) });
    if (usage === "asked") send([], { usage: { completion_tokens: 3, prompt_tokens: 9, total_tokens: 12 }, timings });
    response.end(`data: [DONE]${lineEnd}${lineEnd}`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

const start = (argv: string[]) => startCommand(argv, folder);

let folder: string;
let models: { server: Server; port: number }[];
let gateway: ReturnType<typeof start>;
let where: string[];
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "fairlead-local-"));
  models = [
    await startModel({ knows: () => true, lineEnd: "\n", usage: "asked" }),
    await startModel({ knows: (country) => country % 3 === 0, lineEnd: "\r\n", usage: "null" }),
  ];
  const page = await readFile(PAGE, "utf8");
  const [, documents = ""] = /local\.benchmark\.yaml`:\n\n```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  const text = documents.replace("127.0.0.1:8081", `127.0.0.1:${models[0]?.port}`);
  await writeFile(
    path.join(folder, "local.benchmark.yaml"),
    text.replace("127.0.0.1:8082", `127.0.0.1:${models[1]?.port}`),
  );
  const few = text.slice(text.lastIndexOf("apiVersion")).replace("  bits:", "  few:");
  await writeFile(path.join(folder, "few.benchmark.yaml"), few.replace("capitals.csv }", "capitals.csv, limit: 4 }"));
  const rows = Array.from({ length: COUNTRIES }, (_, n) => `country ${n},icontains: number ${n}.`);
  await writeFile(path.join(folder, "capitals.csv"), ["country,__expected", ...rows, ""].join("\n"));
  gateway = start(["serve", "--dev-key", "--port", "0", "--json", "--no-watch"]);
  await vi.waitUntil(() => gateway.output.stdout.includes("\n"), { timeout: 30_000 });
  const { url, key } = JSON.parse(gateway.output.stdout) as { url: string; key: string };
  where = ["--gateway", url, "--key", key];
});
afterAll(async () => {
  gateway.stop();
  await gateway.done;
  for (const { server } of models) server.close();
  await rm(folder, { recursive: true });
});

async function bench(...argv: string[]) {
  const running = start(["bench", ...argv, ...where]);
  await running.done;
  return running.output;
}

test("the documents of the page are in order", async () => {
  const checked = start(["check"]);
  await checked.done;
  expect([checked.output.stdout, checked.output.exitCode]).toEqual([expect.stringContaining("no problems"), 0]);
});

test("two models are told apart, whatever their servers leave out", async () => {
  const result = JSON.parse((await bench("bits", "--json")).stdout) as BenchmarkResult;
  expect(result.arms).toMatchObject([
    { ok: COUNTRIES, passed: COUNTRIES, costMicroUsd: 0 },
    { ok: COUNTRIES, passed: COUNTRIES / 3, costMicroUsd: 0 },
  ]);
  expect(result.provenance?.machine.cores).toBeGreaterThan(0);
  expect(result.verdict[0]).toMatch(/^gemma-3-270m@two-bits .*passes 66\.7 points less often/);
  expect(result.records.filter(({ outputTokens }) => outputTokens === 3)).toHaveLength(COUNTRIES);
  expect(result.verdict.filter((sentence) => /tell no token counts/.test(sentence))).toEqual([
    expect.stringMatching(/^gemma-3-270m@two-bits: .*streamUsage: true/),
  ]);
});

test("a handful of questions says nothing", async () => {
  const result = JSON.parse((await bench("few", "--json")).stdout) as BenchmarkResult;
  expect(result.verdict[0]).toMatch(/quality, cost, first token and whole answer: too few to say/);
});
