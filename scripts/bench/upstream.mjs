/** The mock upstream of the gateway's benchmark: OpenAI's answers, made once, sent at once. Prints its port. */
import { createServer } from "node:http";

const plain = JSON.stringify({
  id: "chatcmpl-bench",
  object: "chat.completion",
  created: 1,
  model: "m",
  choices: [{ index: 0, message: { role: "assistant", content: "word ".repeat(20) }, finish_reason: "stop" }],
  usage: { prompt_tokens: 20, completion_tokens: 20, total_tokens: 40 },
});

/** @param {object} more */
const chunk = (more) =>
  `data: ${JSON.stringify({ id: "chatcmpl-bench", object: "chat.completion.chunk", created: 1, model: "m", ...more })}\n\n`;
const pieces = [
  chunk({ choices: [{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null }] }),
  ...Array.from({ length: 20 }, () =>
    chunk({ choices: [{ index: 0, delta: { content: "word " }, finish_reason: null }] }),
  ),
  chunk({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }),
  chunk({ choices: [], usage: { prompt_tokens: 20, completion_tokens: 20, total_tokens: 40 } }),
  "data: [DONE]\n\n",
];

const server = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (text) => {
    body += text;
  });
  request.on("end", () => {
    if (body.includes('"stream":true')) {
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const piece of pieces) response.write(piece);
      response.end();
    } else {
      response.writeHead(200, {
        "content-type": "application/json",
        "content-length": String(Buffer.byteLength(plain)),
      });
      response.end(plain);
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
