import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const main = path.resolve(import.meta.dirname, "../main.ts");

interface Message {
  id?: number;
  method?: string;
  params?: unknown;
  result?: unknown;
}

let folder: string;
let child: ChildProcess;
let messages: Message[];
let errors: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "fairlead-lsp-command-"));
  child = spawn(
    process.execPath,
    ["--conditions=source", main, "lsp", "--stdio", "--clientProcessId", `${process.pid}`],
    {
      cwd: folder,
      stdio: "pipe",
    },
  );
  messages = [];
  errors = "";
  let pending = Buffer.alloc(0);
  child.stdout?.on("data", (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const head = /^Content-Length: (\d+)\r\n\r\n/.exec(pending.toString("latin1"));
      if (!head || pending.length < head[0].length + Number(head[1])) return;
      const end = head[0].length + Number(head[1]);
      messages.push(JSON.parse(pending.subarray(head[0].length, end).toString()) as Message);
      pending = pending.subarray(end);
    }
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
});

afterEach(async () => {
  child.kill("SIGKILL");
  await rm(folder, { recursive: true });
});

function send(message: Message): void {
  const body = JSON.stringify({ jsonrpc: "2.0", ...message });
  child.stdin?.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

async function answerTo(id: number): Promise<Message> {
  await expect.poll(() => messages.find((one) => one.id === id)).toBeDefined();
  return messages.find((one) => one.id === id) as Message;
}

async function initialize(): Promise<void> {
  const params = {
    processId: process.pid,
    capabilities: {},
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "x" }],
  };
  send({ id: 1, method: "initialize", params });
  expect((await answerTo(1)).result).toMatchObject({ serverInfo: { name: "fairlead" } });
  send({ method: "initialized", params: {} });
}

test("speaks the protocol over standard streams, and ends as the client says", async () => {
  await writeFile(path.join(folder, "a.catalog.yaml"), "apiVersion: fairlead/v1\nkind: Catalgo\n");
  await initialize();
  const published = () => messages.find(({ method }) => method === "textDocument/publishDiagnostics");
  await expect.poll(published).toBeDefined();
  expect(published()?.params).toMatchObject({ diagnostics: [{ code: "document.unknown-kind" }] });
  send({ id: 2, method: "shutdown" });
  await answerTo(2);
  const exit = once(child, "exit");
  send({ method: "exit" });
  expect(await exit).toEqual([0, null]);
  expect(errors).toBe("");
});

test.each([
  ["the client goes away", () => child.stdin?.end()],
  ["it is told to end", () => child.kill("SIGTERM")],
])("ends when %s", async (_name, leave) => {
  await initialize();
  const exit = once(child, "exit");
  leave();
  expect(await exit).toEqual([1, null]);
  expect(errors).toBe("");
});
