/** The record seen from outside: chained while requests run at once, filtered over HTTP, kept as long as the policy says. */
import { parseAnchors } from "@fairlead/runtime/ledger";
import { afterEach, expect, test } from "vitest";
import { CATALOG, chat, compileYaml, policyOf, send, startTestGateway, type TestGateway } from "./harness.ts";

let gateway: TestGateway;
afterEach(() => gateway.close());

test("records of many requests at once are one chain, and an anchor taken over HTTP holds", async () => {
  gateway = await startTestGateway({ policy: policyOf(["m@oa", "m@br"]) });
  gateway.simulator.setFault("oa", { kind: "http-503", probability: 0.3 });
  await Promise.all(Array.from({ length: 60 }, (_, index) => chat(gateway, { stream: index % 2 === 0 })));
  const { json } = await send(gateway, "/fairlead/v1/anchor");
  await chat(gateway);
  const anchors = parseAnchors(json.anchor);
  expect(anchors?.map(({ place }) => place)).toEqual([60]);
  expect(await gateway.ledger.verify(anchors)).toMatchObject({ records: 61, broken: undefined });
  const key = await gateway.addKey({});
  expect((await send(gateway, "/fairlead/v1/anchor", { headers: { authorization: `Bearer ${key}` } })).status).toBe(
    403,
  );
});

test("records and totals are filtered over HTTP", async () => {
  gateway = await startTestGateway({ policy: policyOf(["m@oa", "m@az"]) });
  await chat(gateway, {}, { "fairlead-pin": "m@az" });
  await chat(gateway, {}, { "fairlead-sensitivity": "internal" });
  const ids = async (query: string): Promise<string[]> =>
    (await send(gateway, `/fairlead/v1/decisions?${query}`)).json.decisions.map(
      (record: { deployment: string }) => record.deployment,
    );
  expect(await ids("provider=az")).toEqual(["m@az"]);
  expect(await ids("sensitivity=internal&outcome=served")).toEqual(["m@oa"]);
  expect(await ids("until=2020-01-01")).toEqual([]);
  const { json } = await send(gateway, "/fairlead/v1/spend?by=key,day&provider=az");
  expect(json.totals).toMatchObject([{ requests: 1, group: { day: "2026-11-23" } }]);
  expect((await send(gateway, "/fairlead/v1/decisions?since=whenever")).json.error.code).toBe("request.malformed");
});

test("a record says at which prices it was billed", async () => {
  gateway = await startTestGateway({ policy: policyOf(["m@oa"]) });
  await chat(gateway);
  const [record] = await gateway.records();
  expect(record).toMatchObject({
    priceBasis: "catalog",
    price: { inputPerMillion: 1_000_000, outputPerMillion: 10_000_000, perRequest: 0 },
  });
});

test("old records go when the policy says so, while the gateway runs", async () => {
  let now = Date.parse("2026-01-01T00:00:00Z");
  gateway = await startTestGateway({ policy: policyOf(["m@oa"]), now: () => now });
  await chat(gateway);
  now += 40 * 86_400_000;
  await chat(gateway);
  gateway.generations.swap(compileYaml(CATALOG, policyOf(["m@oa"], "defaults: { keepRecordsDays: 30 }")));
  await expect.poll(() => gateway.records()).toHaveLength(1);
  expect(await gateway.ledger.verify()).toMatchObject({ removed: 1, broken: undefined });
});
