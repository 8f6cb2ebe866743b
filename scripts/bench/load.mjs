/**
 * A closed loop of requests over a fixed number of connections, on bare sockets: on a machine of few cores, what the
 * client takes of them is taken from the server that is measured.
 */
import { connect } from "node:net";

/**
 * @typedef {object} LoadPlan
 * @property {string} url
 * @property {Record<string, string>} headers
 * @property {boolean} stream
 * @property {number} connections
 * @property {number} [durationMs]
 * @property {number} [requests] Ends after so many, or after the time.
 */

/**
 * @typedef {object} LoadResult
 * @property {number} perSecond Whole answers a second.
 * @property {number[]} firstMs Times to the first byte of the body, sorted.
 * @property {number[]} totalMs Times to the end of the body, sorted.
 * @property {number} failed Answers that were not 200, and connections that broke.
 */

const HEAD_END = "\r\n\r\n";
/** The last chunk of a body in chunks, with trailers or without. */
const LAST_CHUNK = /\r\n0\r\n(?:[^\r\n]+\r\n)*\r\n$/;

/** @param {LoadPlan} plan */
function requestOf({ url, headers, stream }) {
  const body = JSON.stringify({
    model: "m",
    ...(stream ? { stream: true } : {}),
    max_completion_tokens: 50,
    messages: [
      { role: "system", content: "You are brief." },
      { role: "user", content: "Write twenty words about parcels, please." },
    ],
  });
  const lines = [
    "POST /v1/chat/completions HTTP/1.1",
    `host: ${new URL(url).host}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(lines.join("\r\n") + HEAD_END + body);
}

/** Whether an answer is whole; all of one answer and nothing else is given. @param {string} answer @param {number} head */
function isWhole(answer, head) {
  const length = /\r\ncontent-length: (\d+)/i.exec(answer.slice(0, head))?.[1];
  if (length !== undefined) return answer.length >= head + HEAD_END.length + Number(length);
  return LAST_CHUNK.test(answer.slice(-200));
}

/**
 * One connection: the next request when the answer is whole.
 * @param {Buffer} request @param {LoadPlan} plan @param {LoadResult} result @param {() => boolean} more
 */
function converse(request, { url }, result, more) {
  const { port, hostname } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ port: Number(port), host: hostname, noDelay: true });
    let answer = "";
    let sent = 0;
    let first = 0;
    const ask = () => {
      if (!more()) {
        socket.end();
        return resolve(undefined);
      }
      answer = "";
      first = 0;
      sent = performance.now();
      socket.write(request);
    };
    socket.on("connect", ask);
    socket.on("data", (bytes) => {
      answer += bytes.toString("latin1");
      const head = answer.indexOf(HEAD_END);
      if (head < 0) return;
      if (first === 0 && answer.length > head + HEAD_END.length) first = performance.now() - sent;
      if (!isWhole(answer, head)) return;
      if (answer.startsWith("HTTP/1.1 200")) {
        result.firstMs.push(first);
        result.totalMs.push(performance.now() - sent);
      } else result.failed += 1;
      ask();
    });
    const broken = () => {
      result.failed += 1;
      resolve(undefined);
    };
    socket.on("error", broken);
    socket.on("close", () => resolve(undefined));
  });
}

/** Asks for a time, each connection one request after the other. @param {LoadPlan} plan @returns {Promise<LoadResult>} */
export async function load(plan) {
  /** @type {LoadResult} */
  const result = { perSecond: 0, firstMs: [], totalMs: [], failed: 0 };
  const request = requestOf(plan);
  const started = performance.now();
  const end = started + (plan.durationMs ?? Number.POSITIVE_INFINITY);
  let left = plan.requests ?? Number.POSITIVE_INFINITY;
  const more = () => {
    left -= 1;
    return left >= 0 && performance.now() < end;
  };
  await Promise.all(Array.from({ length: plan.connections }, () => converse(request, plan, result, more)));
  result.perSecond = result.totalMs.length / ((performance.now() - started) / 1000);
  result.firstMs.sort((a, b) => a - b);
  result.totalMs.sort((a, b) => a - b);
  return result;
}

/** Nearest-rank percentile of sorted values. @param {number[]} sorted @param {number} part */
export function percentile(sorted, part) {
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}
