/** One attempt at one deployment: send, wait for content or failure, never both. */
import type { Timeouts } from "../documents/vocabulary.ts";
import { AnswerError } from "../protocols/failure.ts";
import type { NeutralResponse, Usage } from "../protocols/neutral.ts";
import type { ProviderAdapter, ProviderFailure, StreamUnit, UpstreamRequest } from "../providers/adapter.ts";
import { AttemptClock, type ClockName } from "./attempt-clock.ts";
import type { Upstream, UpstreamAnswer } from "./upstream.ts";

const DEFAULTS = { firstByteMs: 60_000, firstTokenMs: 60_000, idleMs: 30_000, totalMs: 600_000 };
/** More than any whole answer; a provider that sends more is broken. */
const LARGEST_ANSWER = 64 * 1024 * 1024;

export interface AttemptInput {
  adapter: ProviderAdapter;
  upstream: Upstream;
  prepared: UpstreamRequest;
  timeouts: Timeouts;
  stream: boolean;
  /** Whether the reader must make neutral events: caller and provider speak different protocols. */
  translate: boolean;
  /** The longest that this attempt may take until its first content or, not streamed, its end. Milliseconds. */
  patienceMs: number;
  /** Aborted when the caller leaves. */
  callerLeft: AbortSignal;
  /** Monotonic milliseconds. */
  monotonic: () => number;
  /** Milliseconds since 1970. */
  now: () => number;
}

export type AttemptOutcome =
  | { kind: "failed"; failure: ProviderFailure; afterHeaders: boolean }
  | { kind: "cancelled" }
  | { kind: "answer"; body: string; response: NeutralResponse; usage: Usage; upstreamId: string | undefined }
  | { kind: "stream"; ttftMs: number; pieces: AsyncGenerator<StreamUnit[], void>; upstreamId: string | undefined };

/** A clock ran out. */
class ClockExpired extends Error {
  readonly clock: ClockName;
  constructor(clock: ClockName, limitMs: number) {
    super(`no ${CLOCK_WORDS[clock]} within ${Math.round(limitMs)} ms`);
    this.name = "ClockExpired";
    this.clock = clock;
  }
}

const CLOCK_WORDS: Record<ClockName, string> = {
  connect: "connection",
  "first-byte": "response headers",
  "first-token": "content",
  idle: "further bytes",
  total: "complete answer",
};

function failure(kind: ProviderFailure["failure"], message: string, providerCode: string | undefined): ProviderFailure {
  return { failure: kind, message, providerCode, status: undefined, retryAfterMs: undefined };
}

/** What went wrong below the protocol: a clock, a connection. */
function transportFailure(error: unknown, reason: unknown): ProviderFailure {
  if (reason instanceof ClockExpired) return failure("timeout", reason.message, `clock.${reason.clock}`);
  const { code, message } = error as { code?: string; message?: string };
  if (code === "UND_ERR_CONNECT_TIMEOUT") return failure("timeout", "no connection in time", "clock.connect");
  return failure("outage", `connection failed: ${message ?? String(error)}`, code);
}

async function readAll(answer: UpstreamAnswer): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body) {
    size += (chunk as Uint8Array).length;
    if (size > LARGEST_ANSWER) throw new Error(`the answer is larger than ${LARGEST_ANSWER} bytes`);
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function upstreamIdOf(answer: UpstreamAnswer): string | undefined {
  const value =
    answer.headers["x-request-id"] ?? answer.headers["x-amzn-requestid"] ?? answer.headers["apim-request-id"];
  return Array.isArray(value) ? value[0] : value;
}

/** Runs one attempt. A stream is returned once its first content is there; never throws. */
export async function attempt(input: AttemptInput): Promise<AttemptOutcome> {
  const { adapter, callerLeft, monotonic, stream, timeouts } = input;
  const started = monotonic();
  const abort = new AbortController();
  const leave = (): void => abort.abort(new Error("the caller left"));
  if (callerLeft.aborted) return { kind: "cancelled" };
  callerLeft.addEventListener("abort", leave, { once: true });
  const clock = new AttemptClock(
    {
      // A whole answer sends its headers when it is complete, so only the total counts there.
      firstByteMs: stream
        ? Math.min(timeouts.firstByteMs ?? DEFAULTS.firstByteMs, input.patienceMs)
        : Number.POSITIVE_INFINITY,
      firstTokenMs: stream
        ? Math.min(timeouts.firstTokenMs ?? DEFAULTS.firstTokenMs, input.patienceMs)
        : Number.POSITIVE_INFINITY,
      idleMs: timeouts.idleMs ?? DEFAULTS.idleMs,
      totalMs: stream
        ? (timeouts.totalMs ?? DEFAULTS.totalMs)
        : Math.min(timeouts.totalMs ?? DEFAULTS.totalMs, input.patienceMs),
    },
    monotonic,
    (name, limitMs) => abort.abort(new ClockExpired(name, limitMs)),
  );
  const finish = (): void => {
    clock.stop();
    callerLeft.removeEventListener("abort", leave);
  };
  let afterHeaders = false;
  const failed = (error: unknown): AttemptOutcome => {
    const { reason } = abort.signal;
    finish();
    // What is left of the answer is not wanted: without this its connection would stay taken.
    abort.abort(new Error("the attempt failed"));
    if (callerLeft.aborted) return { kind: "cancelled" };
    if (error instanceof AnswerError) return { kind: "failed", failure: error.failure, afterHeaders };
    return { kind: "failed", failure: transportFailure(error, reason), afterHeaders };
  };
  try {
    const answer = await input.upstream.send(input.prepared, timeouts.connectMs, abort.signal);
    afterHeaders = true;
    // The rest of an answer that nobody waits for any more must not become an unhandled error.
    answer.body.on("error", () => {});
    if (answer.status < 200 || answer.status > 299) {
      const body = await readAll(answer);
      finish();
      return {
        kind: "failed",
        failure: adapter.readFailure(answer.status, answer.headers, body, input.now()),
        afterHeaders,
      };
    }
    if (!stream) {
      const body = await readAll(answer);
      finish();
      return { kind: "answer", body, ...adapter.readResponse(body), upstreamId: upstreamIdOf(answer) };
    }
    clock.headers();
    return await firstContent(input, answer, clock, abort, finish, started);
  } catch (error) {
    return failed(error);
  }
}

/** Reads a stream up to its first content, then hands it over with what was held back. */
async function firstContent(
  input: AttemptInput,
  answer: UpstreamAnswer,
  clock: AttemptClock,
  abort: AbortController,
  finish: () => void,
  started: number,
): Promise<AttemptOutcome> {
  const reader = input.adapter.createStreamReader({ events: input.translate });
  const iterator = answer.body[Symbol.asyncIterator]();
  const held: StreamUnit[] = [];
  for (;;) {
    const next = await iterator.next();
    const units = next.done ? reader.finish() : reader.push(next.value as Uint8Array);
    clock.activity();
    held.push(...units);
    for (const signal of units.flatMap((unit) => unit.signals)) {
      if (signal.type === "failure") {
        finish();
        abort.abort(new Error("the stream failed before its first content"));
        return { kind: "failed", failure: signal.failure, afterHeaders: true };
      }
      if (signal.type !== "content" && signal.type !== "end") continue;
      clock.content();
      const pieces = restOf(input, held, next.done ? undefined : iterator, reader, clock, abort, finish);
      return { kind: "stream", ttftMs: input.monotonic() - started, pieces, upstreamId: upstreamIdOf(answer) };
    }
    if (next.done) throw new Error("the stream ended without content");
  }
}

function isEnd({ signals }: StreamUnit): boolean {
  return signals.some(({ type }) => type === "end");
}

/** What was held back, then the rest as it comes. A transport error becomes a failure signal; never throws. */
async function* restOf(
  input: AttemptInput,
  held: StreamUnit[],
  iterator: AsyncIterator<unknown> | undefined,
  reader: ReturnType<ProviderAdapter["createStreamReader"]>,
  clock: AttemptClock,
  abort: AbortController,
  finish: () => void,
): AsyncGenerator<StreamUnit[], void> {
  try {
    clock.passingOn(true);
    if (held.some(isEnd)) clock.ended();
    yield held;
    while (iterator) {
      clock.passingOn(false);
      const next = await iterator.next();
      if (next.done) {
        yield reader.finish();
        return;
      }
      const units = reader.push(next.value as Uint8Array);
      clock.passingOn(true);
      if (units.some(isEnd)) clock.ended();
      if (units.length > 0) yield units;
    }
  } catch (error) {
    if (input.callerLeft.aborted) return;
    const signal = { type: "failure" as const, failure: transportFailure(error, abort.signal.reason) };
    yield [{ bytes: new Uint8Array(), events: [], signals: [signal], usageOnly: false }];
  } finally {
    finish();
    // Ends the upstream request where it is still under way; does nothing to one that is over.
    abort.abort(new Error("the stream is over"));
  }
}
