/**
 * One port that takes HTTP/1.1 and HTTP/2 without TLS. The AWS SDK's Bedrock client speaks HTTP/2 from its first byte,
 * also to `http:` endpoints; everybody else speaks HTTP/1.1.
 */
import { createServer as createHttp1Server, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttp2Server, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import { createServer as createTcpServer, type Socket } from "node:net";

export type AnyRequest = IncomingMessage | Http2ServerRequest;
export type AnyResponse = ServerResponse | Http2ServerResponse;

export interface Listener {
  /** Resolves with the port that is bound; rejects with the system's error. */
  listen(port: number, host: string): Promise<number>;
  /** Destroys every open connection and stops. */
  close(): Promise<void>;
}

/** The first bytes of an HTTP/2 connection; no method of HTTP/1.1 begins so. */
const PREFACE = "PRI ";

export function createListener(handle: (request: AnyRequest, response: AnyResponse) => void): Listener {
  const http1 = createHttp1Server(handle);
  const http2 = createHttp2Server(handle);
  const sockets = new Set<Socket>();
  const front = createTcpServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    // A peer that resets its connection is daily life.
    socket.on("error", () => socket.destroy());
    socket.once("readable", () => {
      const first: Buffer | null = socket.read();
      if (first === null) return;
      socket.unshift(first);
      const isHttp2 = first.toString("latin1", 0, PREFACE.length) === PREFACE;
      (isHttp2 ? http2 : http1).emit("connection", socket);
    });
  });
  return {
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        front.once("error", reject);
        front.listen(port, host, () => {
          const address = front.address();
          resolve(typeof address === "object" && address !== null ? address.port : port);
        });
      }),
    close: () =>
      new Promise((resolve) => {
        front.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
