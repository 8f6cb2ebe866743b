/** Vertex AI with a service account: tokens are made, sent, and told of where there are none. */
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { credentialsFrom } from "@fairlead/runtime/gateway";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CATALOG, chat, policyOf, simulatedCredentials, startTestGateway, type TestGateway } from "./harness.ts";

let folder: string;
let tokenServer: Server;
let asked = 0;
let status = 200;
let gateway: TestGateway;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "fairlead-vertex-"));
  asked = 0;
  status = 200;
  tokenServer = createServer((request, response) => {
    request.resume();
    asked += 1;
    const body = status === 200 ? { access_token: "ya29.good", expires_in: 3600 } : { error: "invalid_grant" };
    response.writeHead(status).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => tokenServer.listen(0, "127.0.0.1", resolve));
  const file = path.join(folder, "vertex.json");
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const token_uri = `http://127.0.0.1:${(tokenServer.address() as AddressInfo).port}/token`;
  const key = { type: "service_account", client_email: "a@b.example", private_key: privateKey, token_uri };
  writeFileSync(file, JSON.stringify(key));
  const google = credentialsFrom({}, Date.now);
  gateway = await startTestGateway({
    catalog: CATALOG.replace(
      "ge: { adapter: gemini, jurisdiction: us, credentials: { env: GE }",
      `ge: { adapter: gemini, jurisdiction: us, endpoint: "https://europe-west1-aiplatform.googleapis.com/v1/projects/p/locations/europe-west1", credentials: { file: "${file}" }`,
    ),
    policy: policyOf(["m@ge", "m@oa"]),
    credentials: (deployment) => (deployment.provider === "ge" ? google(deployment) : simulatedCredentials(deployment)),
  });
  gateway.simulator.setProfile("ge", { acceptAnyKey: false, keys: ["ya29.good"] });
});
afterEach(async () => {
  expect(gateway.faults).toEqual([]);
  await gateway.close();
  await new Promise((resolve) => {
    tokenServer.close(resolve);
    tokenServer.closeAllConnections();
  });
  rmSync(folder, { recursive: true });
});

test("the token is made once, and opens the door", async () => {
  for (const stream of [false, true, false]) {
    const answer = await chat(gateway, { stream });
    expect([answer.status, answer.headers.get("fairlead-deployment")]).toEqual([200, "m@ge"]);
  }
  expect(asked).toBe(1);
});

test("without one another deployment serves, and the record says why", async () => {
  status = 400;
  const answer = await chat(gateway);
  expect([answer.status, answer.headers.get("fairlead-deployment")]).toEqual([200, "m@oa"]);
  const [record] = await gateway.records();
  expect(record?.attempts[0]).toMatchObject({
    deployment: "m@ge",
    failure: "credentials",
    providerCode: "credentials.refused",
    message: expect.stringContaining("invalid_grant"),
  });
  expect(JSON.stringify(record)).not.toMatch(/PRIVATE KEY|eyJ|assertion/);
});
