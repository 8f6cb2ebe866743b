import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type ClientHttp2Session, connect } from "node:http2";
import { type AddressInfo, connect as connectSocket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { acceptHttp2, type Http2Side } from "./accept-http2.ts";

let side: Http2Side;
let session: ClientHttp2Session;
let close: () => void;
let address: AddressInfo;

/** Answers when the body is whole, after a while. */
function handler(request: IncomingMessage, response: ServerResponse): void {
  request.on("error", () => {});
  request.resume();
  request.once("end", () => setTimeout(() => response.end("done"), 1_500));
}

beforeEach(async () => {
  const server = createServer(handler);
  side = acceptHttp2(server, handler, 700);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = server.address() as AddressInfo;
  session = connect(`http://127.0.0.1:${address.port}`);
  session.on("error", () => {});
  close = () => void server.close();
});
afterEach(() => {
  side.destroySessions();
  close();
});

const closed = (thing: { once(event: "close", heard: () => void): unknown }): Promise<void> =>
  new Promise((resolve) => thing.once("close", () => resolve()));

test("a session on which nothing moves is closed", async () => {
  await closed(session);
  expect(session.destroyed).toBe(true);
});

test("an answer that takes longer than that is finished first", async () => {
  const stream = session.request({ ":method": "POST" });
  stream.end("whole");
  let text = "";
  stream.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  await closed(session);
  expect(text).toBe("done");
});

test("half of a body is not waited for", async () => {
  const stream = session.request({ ":method": "POST" });
  stream.on("error", () => {});
  stream.write("half");
  await closed(stream);
  await closed(session);
  expect(stream.rstCode).toBe(8);
});

test("a connection that has sent nothing yet does not keep the server from stopping", async () => {
  const silent = connectSocket(address.port, "127.0.0.1").resume();
  const stopping = () => {
    side.closeSessions();
    return silent.destroyed;
  };
  // At the first call the server may not have taken the connection yet.
  await expect.poll(stopping).toBe(true);
});

test("headers that are larger than HTTP/1.1 would take are refused, and the session goes on", async () => {
  const outcome = async (size: number): Promise<number> => {
    const stream = session.request({ ":method": "POST", "x-large": "a".repeat(size) });
    stream.on("error", () => {});
    stream.resume();
    stream.end();
    await closed(stream);
    return stream.rstCode;
  };
  if (session.connecting) await new Promise((resolve) => session.once("connect", resolve));
  // The limit holds from when this side has said that it heard of it: behind the first of two answers at the latest.
  for (let index = 0; index < 2; index += 1) await new Promise((resolve) => session.ping(resolve));
  expect(await outcome(60_000)).not.toBe(0);
  expect(await outcome(10_000)).toBe(0);
});
