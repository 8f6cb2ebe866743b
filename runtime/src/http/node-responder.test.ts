import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { NodeResponder } from "./node-responder.ts";

/** Calls a server whose one answer is written by the function given; the caller may pause or leave. */
async function answered(
  write: (responder: NodeResponder, raw: ServerResponse) => Promise<void>,
  take: (response: IncomingMessage) => Promise<void>,
): Promise<void> {
  let done: Promise<void> | undefined;
  const server = createServer((_request, raw) => {
    done = write(new NodeResponder(raw, 100), raw);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve, reject) => {
    const call = request({ port, host: "127.0.0.1" }, (response) => {
      response.on("error", () => {});
      take(response).then(resolve, reject);
    });
    call.on("error", () => resolve());
    call.end();
  });
  await done;
  server.closeAllConnections();
  server.close();
}

test("a caller who takes nothing is given up", async () => {
  await answered(
    async (responder) => {
      responder.begin(200, {});
      const piece = Buffer.alloc(1024 * 1024);
      while (!responder.callerLeft.aborted) await responder.write(piece);
      expect(responder.write(piece)).toBeUndefined();
    },
    async (response) => {
      // Who does not read does not hear that the connection is over, either.
      response.pause();
    },
  );
});

test("a caller who has its answer has not left", async () => {
  let responder: NodeResponder | undefined;
  await answered(
    async (one) => {
      responder = one;
      one.send(200, {}, "fine");
      one.send(500, {}, "too late");
    },
    async (response) => {
      response.resume();
      await new Promise((resolve) => response.once("close", resolve));
      expect(response.statusCode).toBe(200);
    },
  );
  expect(responder?.callerLeft.aborted).toBe(false);
});

test("an error after the beginning of a stream breaks the connection", async () => {
  await answered(
    async (responder) => {
      responder.begin(200, {});
      responder.write(Buffer.from("data: a\n\n"));
      responder.send(500, {}, "fault");
    },
    async (response) => {
      response.resume();
      await new Promise((resolve) => response.once("close", resolve));
      expect(response.complete).toBe(false);
    },
  );
});
