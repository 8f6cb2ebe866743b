/** The HTTP face of the gateway: keys, headers, errors, its own API, and what holds while things change. */
import { request } from "node:http";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Answer,
  CATALOG,
  chat,
  compileYaml,
  policyOf,
  send,
  startTestGateway,
  type TestGateway,
} from "./harness.ts";

let gateway: TestGateway;
const policy = policyOf(
  ["m@az", "m@br"],
  "rules:\n  eu-only: { when: { sensitivity: confidential }, deny: { providers: [az] } }\n",
).replace(
  "workloads:\n",
  `workloads:
  strict: { businessUnit: sales, sensitivity: confidential, route: { candidates: [m@br, m@az] } }
  closed: { businessUnit: sales, sensitivity: restricted, route: { candidates: [m@br] } }
`,
);

beforeAll(async () => {
  gateway = await startTestGateway({ policy });
});
afterAll(() => gateway.close());

const get = (path: string, key = gateway.key): Promise<Answer> =>
  send(gateway, path, { headers: { authorization: `Bearer ${key}` } });

const explain = (body: unknown): Promise<Answer> =>
  send(gateway, "/fairlead/v1/explain", {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

describe("refusals before any decision", () => {
  test.each<[string, Record<string, string>, Record<string, unknown>, number, string]>([
    ["no key", { authorization: "" }, {}, 401, "auth.missing-key"],
    ["a key that nobody made", { authorization: "Bearer fl_wrong" }, {}, 401, "auth.unknown-key"],
    ["an unknown workload", { "fairlead-workload": "y" }, {}, 400, "request.unknown-workload"],
    ["an empty workload", { "fairlead-workload": "" }, {}, 400, "request.unknown-workload"],
    ["a sensitivity that is none", { "fairlead-sensitivity": "secret" }, {}, 400, "request.unknown-sensitivity"],
    ["a pin that is none", { "fairlead-pin": "m@nowhere" }, {}, 400, "request.unknown-deployment"],
    ["messages that are none", {}, { messages: "hello" }, 400, "request.malformed"],
    ["an output limit that is none", {}, { max_tokens: "many" }, 400, "request.malformed"],
    ["more answers than anybody gives", {}, { n: 1e12 }, 400, "request.malformed"],
    ["restricted data where nothing may hold it", { "fairlead-workload": "closed" }, {}, 403, "policy.no-deployment"],
  ])("%s", async (_name, headers, body, status, code) => {
    const answer = await chat(gateway, body, headers);
    expect([answer.status, answer.json.error.code]).toEqual([status, code]);
    expect(answer.json.error.message.length).toBeGreaterThan(20);
  });

  test("a body that is no JSON, and one that is too large", async () => {
    const post = (body: string) =>
      send(gateway, "/v1/chat/completions", { method: "POST", headers: { "fairlead-workload": "x" }, body });
    expect((await post('{"model":')).json.error.code).toBe("request.malformed");
    const large = await post(`{"model":"${"x".repeat(33 * 1024 * 1024)}"}`);
    expect([large.status, large.json.error.code]).toEqual([413, "request.too-large"]);
  });

  test("a body with a byte order mark is read, one that is compressed is refused with the reason", async () => {
    const body = JSON.stringify({ messages: [{ role: "user", content: "hi" }] });
    const post = (sent: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
      send(gateway, "/v1/chat/completions", {
        method: "POST",
        headers: { "fairlead-workload": "x", ...headers },
        body: sent,
      });
    expect((await post(`\ufeff${body}`)).status).toBe(200);
    const compressed = await post(new Uint8Array(gzipSync(body)), { "content-encoding": "gzip" });
    expect([compressed.status, compressed.json.error.code]).toEqual([400, "request.malformed"]);
    expect(compressed.json.error.message).toContain("content-encoding: gzip");
  });

  test("what is refused before the gateway is refused in the protocol of the path", async () => {
    const post = (path: string, body: string) => send(gateway, path, { method: "POST", body });
    const large = await post("/model/m/converse", "x".repeat(33 * 1024 * 1024));
    expect([large.status, large.headers.get("x-amzn-errortype")]).toEqual([413, expect.any(String)]);
    expect(large.headers.get("fairlead-error")).toBe("request.too-large");
    const nowhere = await post("/model/m/invoke", "{}");
    expect(nowhere.headers.get("x-amzn-errortype")).toEqual(expect.any(String));
    expect((await post("/v1/audio/speech", "{}")).json.error.code).toBe("request.unknown-route");
  });

  test("a body counts whatever it says it is", async () => {
    for (const type of ["text/plain", "application/json; charset=utf-8", ";;", ""])
      expect((await chat(gateway, {}, { "content-type": type })).status).toBe(200);
  });

  test("a base URL that ends in a slash is as good as one that does not", async () => {
    expect((await get("//v1/models")).json.object).toBe("list");
  });

  test("a path that is not served", async () => {
    expect((await get("/v1/embeddings")).json.error).toMatchObject({ code: "request.unknown-route" });
  });
});

describe("keys", () => {
  test("a default workload, and a workload that the key may not name", async () => {
    const key = await gateway.addKey({ defaultWorkload: "x", workloads: ["x"] });
    const headers = { authorization: `Bearer ${key}` };
    const answer = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: "POST",
      headers,
      body: JSON.stringify({ model: "m", messages: [{ role: "user", content: "hi" }] }),
    });
    expect(answer.status).toBe(200);
    const other = await chat(gateway, {}, { ...headers, "fairlead-workload": "strict" });
    expect(other.json.error.code).toBe("auth.not-permitted");
    expect((await chat(gateway, {}, { ...headers, "fairlead-pin": "m@br" })).json.error.code).toBe(
      "auth.not-permitted",
    );
    expect((await get("/fairlead/v1/spend", key)).json.error.code).toBe("auth.not-permitted");
  });

  test.each(["x-api-key", "api-key", "x-goog-api-key"])("are taken from %s too", async (name) => {
    expect((await chat(gateway, {}, { authorization: "", [name]: gateway.key })).status).toBe(200);
  });

  test("a key whose business unit the policy does not know (any more) fails closed", async () => {
    const key = await gateway.addKey({ businessUnit: "dissolved" });
    const answer = await chat(gateway, {}, { authorization: `Bearer ${key}` });
    expect([answer.status, answer.json.error.code]).toEqual([403, "auth.not-permitted"]);
  });

  test("a key for one workload is not told the names of the others", async () => {
    const key = await gateway.addKey({ workloads: ["x"] });
    expect((await get("/fairlead/v1/generation", key)).json.workloads).toEqual(["x"]);
    const asked = (workload: string) =>
      send(gateway, "/fairlead/v1/explain", {
        method: "POST",
        headers: { authorization: `Bearer ${key}` },
        body: JSON.stringify({ workload }),
      });
    expect((await asked("x")).status).toBe(200);
    expect((await asked("strict")).json.error.code).toBe("auth.not-permitted");
    const answer = await chat(gateway, {}, { authorization: `Bearer ${key}`, "fairlead-workload": "nope" });
    expect(answer.json.error.message).not.toContain("strict");
  });

  test("a revoked key ends at once", async () => {
    const key = await gateway.addKey({});
    expect((await chat(gateway, {}, { authorization: `Bearer ${key}` })).status).toBe(200);
    const made = (await gateway.ledger.keys()).at(-1);
    await gateway.ledger.revokeKey(made?.id ?? "", 1);
    expect((await chat(gateway, {}, { authorization: `Bearer ${key}` })).json.error.code).toBe("auth.unknown-key");
  });

  test("a key reads the records of its own requests only", async () => {
    const own = await gateway.addKey({});
    const answer = await chat(gateway, {}, { authorization: `Bearer ${own}` });
    const path = `/fairlead/v1/decisions/${answer.headers.get("fairlead-decision")}`;
    expect((await get(path, own)).json).toMatchObject({ outcome: "served", workload: "x" });
    expect((await get(path, await gateway.addKey({}))).status).toBe(404);
    expect((await get(path)).status).toBe(200);
  });
});

describe("sensitivity", () => {
  test("the header raises it, and the rules for it hold", async () => {
    expect((await chat(gateway)).headers.get("fairlead-deployment")).toBe("m@az");
    const raised = await chat(gateway, {}, { "fairlead-sensitivity": "confidential" });
    expect(raised.headers.get("fairlead-deployment")).toBe("m@br");
    const [record] = await gateway.records();
    expect(record).toMatchObject({ sensitivity: "confidential", rejected: [{ deployment: "m@az" }] });
  });
  test("the header never lowers it", async () => {
    await chat(gateway, {}, { "fairlead-workload": "strict", "fairlead-sensitivity": "public" });
    expect((await gateway.records())[0]).toMatchObject({ sensitivity: "confidential", deployment: "m@br" });
  });
});

describe("explain", () => {
  test("equals what live requests are decided to, on their recorded facts", async () => {
    for (const workload of ["x", "strict"]) {
      for (const sensitivity of ["public", "internal", "confidential"]) {
        for (const model of ["auto", "m", "m@br", "unheard-of"]) {
          await chat(gateway, { model }, { "fairlead-workload": workload, "fairlead-sensitivity": sensitivity });
          const [record] = await gateway.records();
          const { json } = await explain({
            workload,
            sensitivity,
            model,
            businessUnit: "sales",
            at: new Date(record?.at ?? 0).toISOString(),
          });
          expect(
            json.candidates.map(({ deployment, because }: Record<string, string>) => ({ deployment, because })),
          ).toEqual(record?.candidates);
          expect(json.rejected).toEqual(record?.rejected);
          expect(json.generation).toBe(record?.generation);
        }
      }
    }
  });
  test.each([
    ["{", "request.malformed"],
    [{}, "request.malformed"],
    [{ workload: "x", wrokload: "y" }, "request.malformed"],
    [{ workload: "x", sensitivity: "odd" }, "request.malformed"],
    [{ workload: "x", at: "tomorrow" }, "request.malformed"],
    [{ workload: "x", at: "+275760-09-13T00:00:00.000Z" }, "request.malformed"],
    [{ workload: "x", inputTokens: 1e300 }, "request.malformed"],
    [{ workload: "x", maxOutputTokens: 0 }, "request.malformed"],
    [{ workload: "nobody" }, "request.unknown-workload"],
    [{ workload: "x", pin: "m@nowhere" }, "request.unknown-deployment"],
    [{ workload: "x", businessUnit: "dissolved" }, "request.malformed"],
  ])("%j is refused as %s", async (body, code) => {
    const answer = await explain(body);
    expect([answer.status, answer.json.error.code]).toEqual([400, code]);
  });
});

test("operations: health, readiness, metrics, models, generation, totals", async () => {
  expect((await get("/healthz")).json).toEqual({ status: "ok" });
  expect((await get("/readyz")).json.status).toBe("ready");
  expect((await get("/v1/models")).json.data).toMatchObject([{ id: "m", object: "model", owned_by: "acme" }]);
  expect((await get("/fairlead/v1/generation")).json.generation).toMatch(/^gen_/);
  expect((await get("/fairlead/v1/health")).json.deployments).toHaveLength(6);
  expect((await get("/fairlead/v1/decisions?limit=2")).json.decisions).toHaveLength(2);
  expect((await get("/fairlead/v1/decisions?limit=many")).json.error.code).toBe("request.malformed");
  const spend = (await get("/fairlead/v1/spend?by=workload")).json;
  expect(spend.totals.map(({ group }: { group: { workload: string } }) => group.workload)).toContain("x");
  expect((await get("/fairlead/v1/spend?by=moon")).json.error.code).toBe("request.malformed");
  expect((await get("/fairlead/v1/spend?by=day&by=workload")).json.totals[0].group).toMatchObject({ workload: "x" });
  expect((await get("/fairlead/v1/decisions?workload=x&workload=strict")).json.error.code).toBe("request.malformed");
  const metrics = (await get("/metrics")).text;
  expect(metrics).toMatch(/fairlead_requests_total\{workload="x",deployment="m@az",outcome="served"\} \d+/);
  expect(metrics).not.toContain("fl_");
});

test("a new generation is in force for new requests; those under way keep theirs", async () => {
  const before = gateway.generations.current.generation;
  const provider = gateway.simulator.hold("az");
  const slow = chat(gateway, { stream: true });
  await expect.poll(() => provider.waiting).toBe(1);
  const next = compileYaml(CATALOG, policyOf(["m@br"]));
  const last = gateway.generations.current;
  gateway.generations.swap(next);
  expect((await chat(gateway)).headers.get("fairlead-generation")).toBe(next.generation);
  provider.end();
  const answer = await slow;
  expect(answer.headers.get("fairlead-generation")).toBe(before);
  expect(answer.text).toContain("[DONE]");
  gateway.generations.swap(last);
});

test("a caller who reads slowly slows the provider down instead of filling memory", async () => {
  gateway.simulator.setProfile("az", { outputTokens: 6000 });
  const body = JSON.stringify({
    model: "m",
    stream: true,
    max_tokens: 7000,
    messages: [{ role: "user", content: "much" }],
  });
  const answer = await new Promise<string>((resolve, reject) => {
    const call = request(
      `${gateway.url}/v1/chat/completions`,
      { method: "POST", headers: { authorization: `Bearer ${gateway.key}`, "fairlead-workload": "x" } },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          text += chunk;
          response.pause();
          setTimeout(() => response.resume(), 2);
        });
        response.on("end", () => resolve(text));
        response.on("error", reject);
      },
    );
    call.on("error", reject);
    call.end(body);
  });
  expect(answer.trimEnd().endsWith("data: [DONE]")).toBe(true);
  gateway.simulator.setProfile("az");
});

test("what can not be translated is named in a header that any client can read", async () => {
  const names = ["città", "a\r\nset-cookie: x", "🦀"];
  const odd = Object.fromEntries(names.map((name) => [name, 1]));
  const answer = await chat(gateway, { seed: 1, ...odd }, { "fairlead-pin": "m@br" });
  expect(answer.headers.get("set-cookie")).toBeNull();
  expect([200, 400]).toContain(answer.status);
});

test("the ledger keeps no words of a provider that may quote the prompt", async () => {
  gateway.simulator.setFault("az", { kind: "http-400-context-length" });
  const answer = await chat(gateway);
  gateway.simulator.setFault("az");
  expect(answer.json.error.message.length).toBeGreaterThan(20);
  const [record] = await gateway.records();
  expect(record?.attempts[0]).toMatchObject({ failure: "context-length" });
  expect(record?.attempts[0]).not.toHaveProperty("message");
});

test("nothing of all this was a fault of the gateway", () => {
  expect(gateway.faults).toEqual([]);
});
