/** Measuring targets in turns, and what the turns say together. */
import { processorTime, residentMemory } from "./gateway-targets.mjs";
import { load, percentile } from "./load.mjs";

/** @typedef {import("./gateway-targets.mjs").Target} Target */
/** @typedef {{ perSecond: number, p50: number, p99: number, first50: number, cpu: number, failed: number, answers: number }} Turn */

/**
 * What one target did: medians over the rounds. What is relative is computed within each round, so that a machine that
 * has become slower in the meantime does not count for one side.
 * @typedef {object} Row
 * @property {string} target
 * @property {"plain" | "stream"} mode
 * @property {number} connections
 * @property {number} perSecond
 * @property {number} ofBare Its throughput, as a part of the bare passthrough's.
 * @property {number} p50 Milliseconds.
 * @property {number} p99
 * @property {number} first50 To the first byte of the body.
 * @property {number} addedP50 Milliseconds more than the bare passthrough.
 * @property {number} addedP99
 * @property {number} addedFirst50
 * @property {number} cpu Processor time of its process for an answer, microseconds; hardly depends on what else runs.
 * @property {number} failed
 * @property {number} answers
 */

/** @param {number[]} values */
function median(values) {
  return percentile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}

/** @param {Target} target @param {boolean} stream @param {number} connections @param {number} durationMs @returns {Promise<Turn>} */
async function turn({ url, headers, pid }, stream, connections, durationMs) {
  const before = (await processorTime(pid)) ?? Number.NaN;
  const { perSecond, totalMs, firstMs, failed } = await load({ url, headers, stream, connections, durationMs });
  const after = (await processorTime(pid)) ?? Number.NaN;
  return {
    perSecond,
    cpu: ((after - before) * 1000) / totalMs.length,
    p50: percentile(totalMs, 0.5),
    p99: percentile(totalMs, 0.99),
    first50: percentile(firstMs, 0.5),
    failed,
    answers: totalMs.length,
  };
}

/**
 * Measures all targets under one load, round by round. The second target is the one that the others are compared with.
 * @param {Target[]} targets
 * @param {{ stream: boolean, connections: number, rounds: number, durationMs: number }} plan
 * @returns {Promise<Row[]>}
 */
export async function measure(targets, { stream, connections, rounds, durationMs }) {
  /** @type {Turn[][]} */
  const turns = targets.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, target] of targets.entries())
      turns[index]?.push(await turn(target, stream, connections, durationMs));
  }
  const bare = turns[1] ?? [];
  return targets.map(({ name }, index) => {
    const own = turns[index] ?? [];
    /** @param {(turn: Turn) => number} of */
    const middle = (of) => median(own.map(of));
    /** @param {(turn: Turn, bare: Turn) => number} of */
    const compared = (of) => median(own.flatMap((one, round) => (bare[round] ? [of(one, bare[round])] : [])));
    return {
      target: name,
      mode: stream ? "stream" : "plain",
      connections,
      perSecond: middle(({ perSecond }) => perSecond),
      ofBare: compared((one, other) => one.perSecond / other.perSecond),
      p50: middle(({ p50 }) => p50),
      p99: middle(({ p99 }) => p99),
      first50: middle(({ first50 }) => first50),
      addedP50: compared((one, other) => one.p50 - other.p50),
      addedP99: compared((one, other) => one.p99 - other.p99),
      addedFirst50: compared((one, other) => one.first50 - other.first50),
      cpu: middle(({ cpu }) => cpu),
      failed: own.reduce((sum, { failed }) => sum + failed, 0),
      answers: own.reduce((sum, { answers }) => sum + answers, 0),
    };
  });
}

const COLUMNS = /** @type {const} */ ([
  ["mode", 7],
  ["connections", 12],
  ["target", 17],
]);
const FIGURES = ["req/s", "of bare", "p50 ms", "added", "p99 ms", "added", "first ms", "added", "cpu µs", "failed"];

/** The heads of the columns. */
export const tableHead =
  COLUMNS.map(([name, width]) => name.padEnd(width)).join("") + FIGURES.map((name) => name.padStart(9)).join("");

/** @param {Row} row */
export function tableLine(row) {
  const figures = [
    row.perSecond.toFixed(0),
    `${(row.ofBare * 100).toFixed(0)} %`,
    row.p50.toFixed(3),
    row.addedP50.toFixed(3),
    row.p99.toFixed(3),
    row.addedP99.toFixed(3),
    row.first50.toFixed(3),
    row.addedFirst50.toFixed(3),
    row.cpu.toFixed(0),
    String(row.failed),
  ];
  return (
    COLUMNS.map(([name, width]) => String(row[name]).padEnd(width)).join("") +
    figures.map((figure) => figure.padStart(9)).join("")
  );
}

/**
 * Sends so many requests, plain and streamed in turns, and reads the process's memory twenty times on the way.
 * @param {Target} target @param {number} requests @param {(answered: number, megabytes: number | undefined) => void} tell
 */
export async function memoryOver(target, requests, tell) {
  const connections = 32;
  const part = Math.ceil(requests / 20);
  /** @type {{ answered: number, megabytes: number | undefined }[]} */
  const readings = [];
  let answered = 0;
  let failed = 0;
  const read = async () => {
    const megabytes = await residentMemory(target.pid);
    readings.push({ answered, megabytes });
    tell(answered, megabytes);
  };
  await read();
  for (let index = 0; answered + failed < requests; index += 1) {
    const { url, headers } = target;
    const { totalMs, failed: broken } = await load({
      url,
      headers,
      stream: index % 2 === 1,
      connections,
      requests: Math.min(part, requests - answered - failed),
    });
    answered += totalMs.length;
    failed += broken;
    await read();
  }
  return { answered, failed, readings };
}
