/** Streams an answer token by token at its pace, or breaks it off as a fault says. */
import type { Ending } from "./counts.ts";
import type { Exchange } from "./exchange.ts";
import type { Reply, ReplyChoice } from "./reply.ts";
import type { Fault } from "./types.ts";
import type { StreamDelta, StreamFormat } from "./vendors/vendor.ts";

export interface SendStreamInput {
  exchange: Exchange;
  format: StreamFormat;
  reply: Reply;
  fault: Fault | undefined;
  /** Milliseconds from the request to the first token. */
  ttftMs: number;
  /** 0 is as fast as the wire takes it. */
  tokensPerSecond: number;
}

export interface StreamOutcome {
  ending: Ending;
  /** Tokens on the wire. */
  sent: number;
}

/** What is due goes out in one write, up to this. */
const MOST_BATCH_BYTES = 16 * 1024;
const AT_FIRST = new Set<Fault["kind"]>(["reset", "error-in-stream", "bad-json"]);
const BREAKING = new Set<Fault["kind"]>(["reset", "stall", "cut", "malformed", "bad-json", "error-in-stream"]);

export async function sendStream(input: SendStreamInput): Promise<StreamOutcome> {
  const { exchange, format, reply, fault, ttftMs, tokensPerSecond } = input;
  const breakAt = breakingPoint(fault);
  if (breakAt === 0 && fault?.kind === "reset") {
    exchange.begin(200, format.headers);
    await exchange.reset();
    return { ending: "failed", sent: 0 };
  }
  // The headers come with the first bytes, as with the real ones: not before the model has begun.
  await exchange.waitUntil(ttftMs);
  exchange.begin(200, format.headers);
  let batch: Uint8Array[] = [format.start()];
  let batchBytes = 0;
  let sent = 0;
  const flush = async () => {
    const bytes = Buffer.concat(batch);
    batch = [];
    batchBytes = 0;
    await exchange.write(bytes);
  };
  for (const delta of deltasOf(reply)) {
    if (exchange.gone) return { ending: "cancelled", sent };
    if (sent >= breakAt) break;
    const due = tokensPerSecond > 0 ? ttftMs + (sent * 1000) / tokensPerSecond : 0;
    if (due > exchange.elapsedMs || batchBytes > MOST_BATCH_BYTES) {
      await flush();
      await exchange.waitUntil(due);
    }
    const bytes = format.delta(delta);
    batch.push(bytes);
    batchBytes += bytes.length;
    if (delta.kind !== "tool-start") sent += 1;
  }
  await flush();
  if (exchange.gone) return { ending: "cancelled", sent };
  if (fault !== undefined && BREAKING.has(fault.kind)) {
    await breakOff(exchange, format, fault);
    return { ending: "failed", sent };
  }
  await exchange.write(format.finish());
  if (fault?.kind !== "missing-done") await exchange.write(format.terminator());
  exchange.end();
  return { ending: fault?.kind === "missing-done" ? "failed" : "completed", sent };
}

function breakingPoint(fault: Fault | undefined): number {
  if (fault === undefined || !BREAKING.has(fault.kind)) return Number.POSITIVE_INFINITY;
  return fault.afterTokens ?? (AT_FIRST.has(fault.kind) ? 0 : 5);
}

async function breakOff(exchange: Exchange, format: StreamFormat, { kind }: Fault): Promise<void> {
  switch (kind) {
    case "reset":
      return exchange.reset();
    case "stall":
      return exchange.waitUntilGone();
    case "malformed":
    case "bad-json":
      await exchange.write(format.malformed());
      break;
    case "error-in-stream":
      await exchange.write(format.error());
      break;
    default:
      break;
  }
  exchange.end();
}

/** The answer in pieces of one token. Several choices take turns. */
function* deltasOf(reply: Reply): Generator<StreamDelta> {
  const sources = reply.choices.map((choice, index) => choiceDeltas(choice, index));
  while (sources.length > 0) {
    for (const source of [...sources]) {
      const next = source.next();
      if (next.done) sources.splice(sources.indexOf(source), 1);
      else yield next.value;
    }
  }
}

function* choiceDeltas({ tokens, toolCalls }: ReplyChoice, choice: number): Generator<StreamDelta> {
  for (const text of tokens) yield { kind: "text", choice, text };
  for (const [index, call] of toolCalls.entries()) {
    yield { kind: "tool-start", choice, index, id: call.id, name: call.name };
    for (const text of call.tokens) yield { kind: "tool-arguments", choice, index, text };
  }
}
