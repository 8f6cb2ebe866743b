/** The gateway with TLS, called by official clients over HTTP/1.1 and HTTP/2. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect as connectHttp2 } from "node:http2";
import { connect as connectPlain } from "node:net";
import os from "node:os";
import path from "node:path";
import { connect } from "node:tls";
import OpenAI from "openai";
import { Agent, fetch as undiciFetch } from "undici";
import { afterEach, expect, test } from "vitest";
import { spawnFairlead } from "../fairlead-command.ts";
import { policyOf, startTestGateway, type TestGateway } from "./harness.ts";
import { testCertificate } from "./test-certificate.ts";

let gateway: TestGateway | undefined;
afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
});

/** The common name of the certificate that a server shows. */
function shownBy(url: string): Promise<string> {
  const { port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ port: Number(port), host: "127.0.0.1", rejectUnauthorized: false }, () => {
      resolve(String(socket.getPeerCertificate().subject.CN));
      socket.destroy();
    });
    socket.once("error", reject);
  });
}

test("OpenAI's client over HTTP/1.1 and HTTP/2, plain and streaming; another certificate without a restart", async () => {
  const first = testCertificate("first");
  gateway = await startTestGateway({ policy: policyOf(["m@oa"]), tls: first });
  expect(gateway.url).toMatch(/^https:/);
  for (const allowH2 of [false, true]) {
    const dispatcher = new Agent({ allowH2, connect: { ca: first.cert } });
    const client = new OpenAI({
      baseURL: `${gateway.url}/v1`,
      apiKey: gateway.key,
      maxRetries: 0,
      defaultHeaders: { "fairlead-workload": "x" },
      fetch: undiciFetch as unknown as typeof fetch,
      fetchOptions: { dispatcher } as never,
    });
    const messages = [{ role: "user" as const, content: "Say something." }];
    const whole = await client.chat.completions.create({ model: "auto", messages });
    expect(whole.choices[0]?.message.content).toEqual(expect.any(String));
    let text = "";
    for await (const chunk of await client.chat.completions.create({ model: "auto", messages, stream: true }))
      text += chunk.choices[0]?.delta.content ?? "";
    expect(text).not.toBe("");
    await dispatcher.close();
  }
  expect(await shownBy(gateway.url)).toBe("first");
  expect(() => gateway?.server.renewTls({ cert: first.cert, key: testCertificate("other").key })).toThrow();
  expect(await shownBy(gateway.url)).toBe("first");
  gateway.server.renewTls(testCertificate("second"));
  expect(await shownBy(gateway.url)).toBe("second");
});

test("HTTP/2 is agreed on by ALPN; who speaks no TLS is dropped", async () => {
  const identity = testCertificate("first");
  gateway = await startTestGateway({ policy: policyOf(["m@oa"]), tls: identity });
  const session = connectHttp2(gateway.url, { ca: identity.cert });
  const status = await new Promise((resolve, reject) => {
    session.once("error", reject);
    const stream = session.request({ ":path": "/healthz" });
    stream.once("response", (headers) => resolve(headers[":status"]));
    stream.resume();
    stream.end();
  });
  expect(status).toBe(200);
  expect(session.alpnProtocol).toBe("h2");
  session.close();
  const plain = connectPlain(Number(new URL(gateway.url).port), "127.0.0.1");
  plain.write("GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n");
  let answer = "";
  plain.on("data", (chunk) => {
    answer += chunk.toString("latin1");
  });
  plain.on("error", () => {});
  await new Promise((resolve) => plain.once("close", resolve));
  expect(answer).not.toContain("200");
});

test("fairlead serve --tls-cert --tls-key: read anew on SIGHUP, the old stays where the new is none", async () => {
  const repository = path.resolve(import.meta.dirname, "../..");
  const folder = mkdtempSync(path.join(os.tmpdir(), "fairlead-tls-"));
  const [certFile, keyFile] = [path.join(folder, "cert.pem"), path.join(folder, "key.pem")];
  const write = ({ cert, key }: { cert: string; key: string }): void => {
    writeFileSync(certFile, cert);
    writeFileSync(keyFile, key);
  };
  write(testCertificate("first"));
  const workspace = path.join(repository, "test/sample-workspace/policy");
  const ledger = path.join(folder, "ledger.sqlite");
  const args = ["serve", "--workspace", workspace, "--port", "0", "--json", "--ledger", ledger, "--no-watch"];
  const tls = ["--tls-cert", certFile, "--tls-key", keyFile];
  const child = spawnFairlead([...args, ...tls]);
  let errors = "";
  child.stderr?.on("data", (text) => {
    errors += text;
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  try {
    const line = await new Promise<string>((resolve, reject) => {
      child.stdout?.on("data", (text) => resolve(String(text)));
      void ended.then(() => reject(new Error(errors)));
    });
    const { url } = JSON.parse(line) as { url: string };
    expect(await shownBy(url)).toBe("first");
    write(testCertificate("second"));
    child.kill("SIGHUP");
    await expect.poll(() => shownBy(url)).toBe("second");
    writeFileSync(certFile, "nonsense");
    child.kill("SIGHUP");
    await expect.poll(() => errors).toContain("serve.bad-certificate");
    expect(await shownBy(url)).toBe("second");
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  } finally {
    child.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
});
