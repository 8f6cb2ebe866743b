/** A closed loop of requests over a fixed number of connections. */
import { Pool } from "undici";

/**
 * @typedef {object} LoadResult
 * @property {number} perSecond Whole answers a second.
 * @property {number[]} firstMs Times to the first byte of the body, sorted.
 * @property {number[]} totalMs Times to the end of the body, sorted.
 * @property {number} failed Answers that were not 200.
 */

/**
 * Asks for a time, each connection one request after the other.
 * @param {{ url: string, headers: Record<string, string>, stream: boolean, connections: number, durationMs: number }} plan
 * @returns {Promise<LoadResult>}
 */
export async function load({ url, headers, stream, connections, durationMs }) {
  const pool = new Pool(new URL(url).origin, { connections, pipelining: 1 });
  const body = JSON.stringify({
    model: "m",
    ...(stream ? { stream: true } : {}),
    max_completion_tokens: 50,
    messages: [
      { role: "system", content: "You are brief." },
      { role: "user", content: "Write twenty words about parcels, please." },
    ],
  });
  /** @type {LoadResult} */
  const result = { perSecond: 0, firstMs: [], totalMs: [], failed: 0 };
  const started = performance.now();
  const end = started + durationMs;
  const worker = async () => {
    while (performance.now() < end) {
      const sent = performance.now();
      const answer = await pool.request({ path: "/v1/chat/completions", method: "POST", headers, body });
      let first = 0;
      for await (const _ of answer.body) first ||= performance.now() - sent;
      if (answer.statusCode === 200) {
        result.firstMs.push(first);
        result.totalMs.push(performance.now() - sent);
      } else result.failed += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  result.perSecond = result.totalMs.length / ((performance.now() - started) / 1000);
  result.firstMs.sort((a, b) => a - b);
  result.totalMs.sort((a, b) => a - b);
  await pool.close();
  return result;
}

/** Nearest-rank percentile of sorted values. @param {number[]} sorted @param {number} part */
export function percentile(sorted, part) {
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}
