/** A token endpoint and metadata server for tests: keeps what it was asked, and answers as it is told. */
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface TokenServer {
  origin: string;
  asked: { path: string; headers: IncomingHttpHeaders; form: URLSearchParams }[];
  /** By default a token for an hour, numbered. */
  answer: (count: number) => { status: number; body: string } | Promise<{ status: number; body: string }>;
  close(): Promise<void>;
}

export async function startTokenServer(): Promise<TokenServer> {
  const server: Server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
    });
    request.on("end", async () => {
      started.asked.push({ path: request.url ?? "", headers: request.headers, form: new URLSearchParams(text) });
      const { status, body } = await started.answer(started.asked.length);
      response.writeHead(status, { "content-type": "application/json" }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const started: TokenServer = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    answer: (count) => ({ status: 200, body: JSON.stringify({ access_token: `token-${count}`, expires_in: 3600 }) }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return started;
}
