/**
 * Lets an HTTP/1.1 server take HTTP/2 on the same port, with TLS or without. The AWS SDK's Bedrock client speaks HTTP/2
 * from its first byte, also to `http:` endpoints; everybody else speaks HTTP/1.1.
 */
import type { RequestListener, Server } from "node:http";
import {
  constants,
  createServer as createHttp2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import type { Socket } from "node:net";
import { Server as TlsServer } from "node:tls";

/** The first bytes of an HTTP/2 connection (RFC 9113, section 3.4); no method of HTTP/1.1 begins so. */
const PREFACE = "PRI ";
/** Streams that one connection may have open: enough for any client, and a bound on what one may ask for at once. */
const MOST_STREAMS = 1000;
/** What the headers of one request may have together, about as in HTTP/1.1. Bytes. */
const MOST_HEADERS = 16 * 1024;
/** A session on which nothing moves for this long is closed, as a kept connection of HTTP/1.1 is. Milliseconds. */
const IDLE_MS = 65_000;
/** A connection that sends nothing at all is dropped after this long. Milliseconds. */
const SILENCE_MS = 30_000;

export interface Http2Side {
  /**
   * Ends HTTP/2 sessions: those without open streams at once, the others when their streams end. Connections that have
   * sent nothing yet belong to neither kind of server, which would wait for them: they end too.
   */
  closeSessions(): void;
  destroySessions(): void;
}

/**
 * Makes the server look at the first bytes of each connection, of a TLS server what is inside. The handler gets both
 * kinds of request.
 */
export function acceptHttp2(server: Server, handler: RequestListener, idleMs = IDLE_MS): Http2Side {
  // The compatibility layer of node:http2 gives objects with the same members as node:http's.
  const http2 = createHttp2Server(
    { settings: { maxConcurrentStreams: MOST_STREAMS, maxHeaderListSize: MOST_HEADERS } },
    handler as unknown as (request: Http2ServerRequest, response: Http2ServerResponse) => void,
  );
  const sessions = new Set<ServerHttp2Session>();
  http2.on("session", (session) => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
    session.on("error", () => session.destroy());
    const streams = new Set<ServerHttp2Stream>();
    session.on("stream", (stream) => {
      streams.add(stream);
      stream.once("close", () => streams.delete(stream));
    });
    session.setTimeout(idleMs, () => {
      // Answers under way are finished; who stopped in the middle of a body will not go on.
      session.close();
      for (const stream of streams) if (!stream.readableEnded) stream.close(constants.NGHTTP2_CANCEL);
    });
  });

  const silent = new Set<Socket>();
  // With TLS, clients say by ALPN what they speak, and then speak it from the first byte, as all others do.
  const opened = server instanceof TlsServer ? "secureConnection" : "connection";
  const http1Listeners = server.listeners(opened) as ((socket: Socket) => void)[];
  server.removeAllListeners(opened);
  server.on(opened, (socket: Socket) => {
    socket.setNoDelay(true);
    const drop = (): void => void socket.destroy();
    silent.add(socket);
    socket.once("close", () => silent.delete(socket));
    socket.on("error", drop);
    socket.setTimeout(SILENCE_MS, drop);
    let first: Buffer = Buffer.alloc(0);
    const look = (): void => {
      const more: Buffer | null = socket.read();
      if (more) first = first.length === 0 ? more : Buffer.concat([first, more]);
      // Too little to tell them apart yet.
      if (first.length < PREFACE.length && PREFACE.startsWith(first.toString("latin1"))) {
        if (!socket.readableEnded && !socket.destroyed) socket.once("readable", look);
        return;
      }
      silent.delete(socket);
      socket.unshift(first);
      socket.off("timeout", drop);
      socket.setTimeout(0);
      if (first.toString("latin1", 0, PREFACE.length) === PREFACE) {
        // Unlike HTTP/1.1, an HTTP/2 connection that one side has ended is over: without this a session would outlive
        // the caller who tore it down.
        socket.allowHalfOpen = false;
        http2.emit("connection", socket);
      } else for (const listener of http1Listeners) listener.call(server, socket);
    };
    socket.once("readable", look);
  });
  return {
    closeSessions() {
      for (const session of sessions) session.close();
      for (const socket of silent) socket.destroy();
    },
    destroySessions() {
      for (const session of sessions) session.destroy();
    },
  };
}
