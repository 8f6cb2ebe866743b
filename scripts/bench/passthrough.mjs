/** The baseline of the gateway's benchmark: node:http and undici's `request`, and nothing else. Prints its port. */
import { createServer } from "node:http";
import { Agent, request } from "undici";

const upstream = process.argv[2];
const dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0 });

const server = createServer((incoming, response) => {
  const chunks = /** @type {Buffer[]} */ ([]);
  incoming.on("data", (chunk) => chunks.push(chunk));
  incoming.on("end", async () => {
    try {
      const answer = await request(`${upstream}${incoming.url}`, {
        dispatcher,
        method: "POST",
        headers: { "content-type": "application/json", authorization: "Bearer bench" },
        body: Buffer.concat(chunks),
      });
      response.writeHead(answer.statusCode, { "content-type": String(answer.headers["content-type"]) });
      for await (const chunk of answer.body) response.write(chunk);
      response.end();
    } catch {
      response.destroy();
    }
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(
    `${JSON.stringify({ url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}` })}\n`,
  );
});
