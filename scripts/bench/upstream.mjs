/**
 * The mock upstream of the gateway's benchmark: OpenAI's answers, made once, sent at once, on bare sockets so that it
 * takes little of the machine. Prints its port.
 */
import { createServer } from "node:net";

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
  ...Array.from({ length: 20 }, (_, index) =>
    chunk({ choices: [{ index: 0, delta: { content: `word${index} ` }, finish_reason: null }] }),
  ),
  chunk({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }),
  chunk({ choices: [], usage: { prompt_tokens: 20, completion_tokens: 20, total_tokens: 40 } }),
  "data: [DONE]\n\n",
];

const wholeAnswer = Buffer.from(
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(plain)}\r\n\r\n${plain}`,
);
const streamedAnswer = Buffer.from(
  "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n" +
    pieces.map((piece) => `${Buffer.byteLength(piece).toString(16)}\r\n${piece}\r\n`).join("") +
    "0\r\n\r\n",
);

/** The length of the request at the start of a text; undefined where it is not whole. @param {string} text */
function requestLength(text) {
  const head = text.indexOf("\r\n\r\n");
  if (head < 0) return undefined;
  const headers = text.slice(0, head);
  if (/\r\ntransfer-encoding:/i.test(headers)) {
    const end = text.indexOf("\r\n0\r\n\r\n", head);
    return end < 0 ? undefined : end + 7;
  }
  const length = head + 4 + Number(/\r\ncontent-length: (\d+)/i.exec(headers)?.[1] ?? 0);
  return text.length < length ? undefined : length;
}

const server = createServer({ noDelay: true }, (socket) => {
  let text = "";
  socket.on("error", () => {});
  socket.on("data", (bytes) => {
    text += bytes.toString("latin1");
    for (let length = requestLength(text); length !== undefined; length = requestLength(text)) {
      socket.write(text.slice(0, length).includes('"stream":true') ? streamedAnswer : wholeAnswer);
      text = text.slice(length);
    }
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(
    `${JSON.stringify({ url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}` })}\n`,
  );
});
