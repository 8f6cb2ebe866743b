import { generateKeyPairSync, verify } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GoogleTokens } from "./google-tokens.ts";
import { defaultSource } from "./source.ts";
import { startTokenServer, type TokenServer } from "./test-token-server.ts";

const { publicKey, privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const HOUR = 3_600_000;

let server: TokenServer;
let folder: string;
let now: number;
beforeEach(async () => {
  server = await startTokenServer();
  folder = mkdtempSync(path.join(os.tmpdir(), "fairlead-google-"));
  now = Date.UTC(2026, 10, 23);
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const account = (more: Record<string, unknown> = {}) => ({
  type: "service_account",
  client_email: "gateway@acme.iam.gserviceaccount.com",
  private_key: privateKey,
  private_key_id: "key-1",
  token_uri: `${server.origin}/token`,
  ...more,
});

function write(content: unknown, name = "key.json"): string {
  const file = path.join(folder, name);
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

const tokensOf = (env: Record<string, string> = {}) => new GoogleTokens({ HOME: folder, ...env }, () => now);
const part = (jwt: string, index: number) =>
  JSON.parse(Buffer.from(jwt.split(".")[index] ?? "", "base64url").toString());

test("a service account's claim is signed and says who asks, for what and how long", async () => {
  expect(await tokensOf().token(write(account()))).toBe("token-1");
  const form = server.asked[0]?.form;
  expect(form?.get("grant_type")).toBe("urn:ietf:params:oauth:grant-type:jwt-bearer");
  const jwt = form?.get("assertion") ?? "";
  expect(part(jwt, 0)).toEqual({ alg: "RS256", typ: "JWT", kid: "key-1" });
  expect(part(jwt, 1)).toEqual({
    iss: "gateway@acme.iam.gserviceaccount.com",
    scope: "https://www.googleapis.com/auth/cloud-platform",
    aud: `${server.origin}/token`,
    iat: now / 1000,
    exp: now / 1000 + 3600,
  });
  const [head, claim, signature = ""] = jwt.split(".");
  const isGood = verify("RSA-SHA256", Buffer.from(`${head}.${claim}`), publicKey, Buffer.from(signature, "base64url"));
  expect(isGood).toBe(true);
});

test("what gcloud wrote is refreshed", async () => {
  const user = { type: "authorized_user", client_id: "c", client_secret: "s", refresh_token: "r" };
  expect(await tokensOf().token(write({ ...user, token_uri: `${server.origin}/token` }))).toBe("token-1");
  expect(Object.fromEntries(server.asked[0]?.form ?? [])).toEqual({
    ...{ grant_type: "refresh_token", client_id: "c", client_secret: "s", refresh_token: "r" },
  });
});

test("the machine's own account is asked for at the metadata server", async () => {
  const host = new URL(server.origin).host;
  expect(await tokensOf({ GCE_METADATA_HOST: host }).token(undefined)).toBe("token-1");
  expect(server.asked[0]).toMatchObject({
    path: "/computeMetadata/v1/instance/service-accounts/default/token",
    headers: { "metadata-flavor": "Google" },
  });
});

test("the usual places, in their order", () => {
  const env = { HOME: folder, GCE_METADATA_HOST: "metadata.test" };
  expect(defaultSource(env)).toEqual({ kind: "metadata", origin: "http://metadata.test" });
  mkdirSync(path.join(folder, "gcloud"));
  const written = write({}, "gcloud/application_default_credentials.json");
  expect(defaultSource({ ...env, CLOUDSDK_CONFIG: path.join(folder, "gcloud") })).toEqual({
    kind: "file",
    path: written,
  });
  expect(defaultSource({ ...env, GOOGLE_APPLICATION_CREDENTIALS: "/a.json" })).toEqual({
    kind: "file",
    path: "/a.json",
  });
});

describe("a token", () => {
  test("is made once for all who wait, and kept", async () => {
    const tokens = tokensOf();
    const file = write(account());
    const all = await Promise.all(Array.from({ length: 50 }, () => tokens.token(file)));
    expect(new Set(all)).toEqual(new Set(["token-1"]));
    now += HOUR - 226_000;
    expect(tokens.token(file)).toBe("token-1");
    expect(server.asked).toHaveLength(1);
  });

  test("is renewed beside the requests when its end is near, with the key that the file holds then", async () => {
    const tokens = tokensOf();
    const file = write(account());
    await tokens.token(file);
    write(account({ private_key_id: "key-2" }));
    now += HOUR - 200_000;
    expect([tokens.token(file), tokens.token(file)]).toEqual(["token-1", "token-1"]);
    await expect.poll(() => tokens.token(file)).toBe("token-2");
    expect(server.asked).toHaveLength(2);
    expect(part(server.asked[1]?.form.get("assertion") ?? "", 0).kid).toBe("key-2");
  });

  test("stays while it is good and a renewal fails, and is waited for when it is not", async () => {
    const tokens = tokensOf();
    const file = write(account());
    await tokens.token(file);
    server.answer = () => ({ status: 503, body: "" });
    now += HOUR - 100_000;
    expect(tokens.token(file)).toBe("token-1");
    await expect.poll(() => server.asked.length).toBe(2);
    // Not tried again for every request.
    for (let index = 0; index < 5; index += 1) expect(await tokens.token(file)).toBe("token-1");
    expect(server.asked).toHaveLength(2);
    now += 95_000;
    await expect(tokens.token(file)).rejects.toMatchObject({ code: "credentials.unreachable" });
    server.answer = (count) => ({ status: 200, body: `{"access_token":"token-${count}","expires_in":3600}` });
    // Who waits for a good one may have joined the renewal before.
    expect(await tokens.token(file)).toBe(`token-${server.asked.length}`);
  });
});

describe("what goes wrong has a code, and no secret in its words", () => {
  const fault = async (content: unknown): Promise<{ code: string; message: string }> => {
    const error = await Promise.resolve(tokensOf().token(write(content))).catch((caught: unknown) => caught);
    const { code, message } = error as { code: string; message: string };
    expect(message).not.toMatch(/PRIVATE KEY|eyJ|hunter2/);
    return { code, message };
  };

  test.each<[string, () => unknown, string, RegExp]>([
    ["no JSON", () => "hunter2", "credentials.unreadable", /key\.json is not a JSON object/],
    ["no key", () => account({ private_key: undefined }), "credentials.unreadable", /has no private_key/],
    ["a key that is none", () => account({ private_key: "hunter2" }), "credentials.unreadable", /no RSA key/],
    [
      "another kind",
      () => account({ type: "external_account" }),
      "credentials.unsupported",
      /of type external_account/,
    ],
    ["an open way", () => account({ token_uri: "http://evil.example" }), "credentials.unreadable", /https:/],
  ])("%s", async (_what, content, code, words) => {
    expect(await fault(content())).toEqual({ code, message: expect.stringMatching(words) });
    expect(server.asked).toEqual([]);
  });

  test("no file", async () => {
    const missing = Promise.resolve(tokensOf().token(path.join(folder, "none.json")));
    await expect(missing).rejects.toMatchObject({
      code: "credentials.missing",
      message: expect.stringContaining("ENOENT"),
    });
  });

  test.each([
    [
      400,
      '{"error":"invalid_grant","error_description":"Invalid JWT Signature."}',
      "credentials.refused",
      /invalid_grant, Invalid JWT/,
    ],
    [200, "{}", "credentials.refused", /gave no token \(200\)/],
    [500, "<html>", "credentials.unreachable", /gave no token \(500\)/],
  ])("an endpoint that answers %s %s", async (status, body, code, words) => {
    server.answer = () => ({ status, body });
    expect(await fault(account())).toEqual({ code, message: expect.stringMatching(words) });
  });

  test("an endpoint that is not there", async () => {
    const content = account();
    await server.close();
    expect(await fault(content)).toEqual({
      ...{ code: "credentials.unreachable", message: expect.stringMatching(/can not be reached .*ECONNREFUSED/) },
    });
  });
});
