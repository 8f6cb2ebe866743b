/** One attempt at one deployment: send, wait for content or failure, never both. */
import type { Timeouts } from "../documents/vocabulary.ts";
import { AnswerError } from "../protocols/failure.ts";
import type { NeutralResponse, Usage } from "../protocols/neutral.ts";
import type {
  ProviderAdapter,
  ProviderFailure,
  ResponseHeaders,
  StreamUnit,
  UpstreamRequest,
} from "../providers/adapter.ts";
import { AttemptClock } from "./attempt-clock.ts";
import { AttemptStream } from "./attempt-stream.ts";
import type { Departure } from "./responder.ts";
import { ClockExpired, transportFailure } from "./transport-failure.ts";
import type { Upstream, UpstreamCall, UpstreamListener } from "./upstream.ts";

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
  callerLeft: Departure;
  /** Monotonic milliseconds. */
  monotonic: () => number;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** A stream whose first content is there. */
export interface ContentStream {
  /**
   * Hands over what was held back, then the rest as it comes, until the stream ends; `isLast` where nothing can follow.
   * Where `take` returns a promise, the provider has to wait for it. A transport error becomes a failure signal.
   * Rejects only with what `take` throws.
   */
  pass(take: (units: StreamUnit[], isLast: boolean) => Promise<void> | undefined): Promise<void>;
  /** Nobody wants the rest. */
  stop(): void;
}

export type AttemptOutcome =
  | { kind: "failed"; failure: ProviderFailure; afterHeaders: boolean }
  | { kind: "cancelled" }
  | { kind: "answer"; body: string; response: NeutralResponse; usage: Usage; upstreamId: string | undefined }
  | StreamOutcome;

/** A stream whose first content, or whose end, is there. */
export interface StreamOutcome {
  kind: "stream";
  ttftMs: number;
  content: ContentStream;
  /** Whether it has ended without content, in the verdict of the provider's filter. */
  isFiltered: boolean;
  upstreamId: string | undefined;
}

function upstreamIdOf(headers: ResponseHeaders): string | undefined {
  const value =
    headers["x-request-id"] ?? headers["request-id"] ?? headers["x-amzn-requestid"] ?? headers["apim-request-id"];
  return Array.isArray(value) ? value[0] : value;
}

/** Runs one attempt. A stream is returned once its first content is there; never rejects. */
export function attempt(input: AttemptInput): Promise<AttemptOutcome> {
  if (input.callerLeft.aborted) return Promise.resolve({ kind: "cancelled" });
  return new Promise((resolve) => {
    new Attempt(input, resolve).start();
  });
}

class Attempt implements UpstreamListener {
  readonly #input: AttemptInput;
  readonly #resolve: (outcome: AttemptOutcome) => void;
  readonly #clock: AttemptClock;
  readonly #started: number;
  #call: UpstreamCall | undefined;
  #status = 0;
  #headers: ResponseHeaders = {};
  /** Of a stream. */
  #stream: AttemptStream | undefined;
  /** Of a whole answer. */
  readonly #body: Buffer[] = [];
  #size = 0;
  #over = false;

  constructor(input: AttemptInput, resolve: (outcome: AttemptOutcome) => void) {
    const { monotonic, patienceMs, stream, timeouts } = input;
    this.#input = input;
    this.#resolve = resolve;
    this.#started = monotonic();
    const most = stream ? patienceMs : Number.POSITIVE_INFINITY;
    this.#clock = new AttemptClock(
      {
        // A whole answer sends its headers when it is complete, so only the total counts there.
        firstByteMs: stream ? Math.min(timeouts.firstByteMs ?? DEFAULTS.firstByteMs, most) : most,
        firstTokenMs: stream ? Math.min(timeouts.firstTokenMs ?? DEFAULTS.firstTokenMs, most) : most,
        idleMs: timeouts.idleMs ?? DEFAULTS.idleMs,
        totalMs: stream
          ? (timeouts.totalMs ?? DEFAULTS.totalMs)
          : Math.min(timeouts.totalMs ?? DEFAULTS.totalMs, patienceMs),
      },
      monotonic,
      (name, limitMs) => this.onError(new ClockExpired(name, limitMs)),
    );
  }

  start(): void {
    const { callerLeft, prepared, timeouts, upstream } = this.#input;
    callerLeft.addEventListener("abort", this.#leave);
    this.#call = upstream.send(prepared, timeouts.connectMs, this);
    // It failed at once.
    if (this.#over) this.#call.abort();
  }

  onHeaders(status: number, headers: ResponseHeaders): void {
    this.#status = status;
    this.#headers = headers;
    const { adapter, stream, translate } = this.#input;
    if (!stream || status > 299) return;
    this.#clock.headers();
    this.#stream = new AttemptStream(adapter.createStreamReader({ events: translate }), this.#clock, {
      begins: () => this.#begins(),
      fails: (failure) => this.#end({ kind: "failed", failure, afterHeaders: true }),
      breaks: (error) => this.onError(error),
      ends: () => this.#finish(),
      pause: () => this.#call?.pause(),
      resume: () => this.#call?.resume(),
    });
  }

  onBytes(bytes: Buffer): void {
    if (this.#over) return;
    if (this.#stream) {
      this.#stream.push(bytes);
      return;
    }
    this.#size += bytes.length;
    if (this.#size > LARGEST_ANSWER) this.onError(new Error(`the answer is larger than ${LARGEST_ANSWER} bytes`));
    else this.#body.push(bytes);
  }

  onEnd(): void {
    if (this.#over) return;
    if (this.#stream) this.#stream.finish();
    else this.#end(this.#whole());
  }

  /** Nothing more comes: the connection broke, a clock ran out, or what came can not be read. */
  onError(error: Error): void {
    if (this.#over) return;
    const failure = error instanceof AnswerError ? error.failure : transportFailure(error);
    if (this.#stream?.hasBegun) this.#stream.break(failure);
    else this.#end({ kind: "failed", failure, afterHeaders: this.#status > 0 });
  }

  readonly #leave = (): void => {
    if (this.#stream?.hasBegun) this.#stream.stop();
    else this.#end({ kind: "cancelled" });
  };

  /** A whole answer. */
  #whole(): AttemptOutcome {
    const { adapter, now } = this.#input;
    const [first] = this.#body;
    const bytes = this.#body.length === 1 && first ? first : Buffer.concat(this.#body);
    // Some hosts put a byte order mark in front, which belongs to no JSON.
    const body = bytes.toString("utf8", bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0);
    if (this.#status > 299) {
      const failure = adapter.readFailure(this.#status, this.#headers, body, now());
      return { kind: "failed", failure, afterHeaders: true };
    }
    try {
      return { kind: "answer", body, ...adapter.readResponse(body), upstreamId: upstreamIdOf(this.#headers) };
    } catch (error) {
      const failure = error instanceof AnswerError ? error.failure : transportFailure(error);
      return { kind: "failed", failure, afterHeaders: true };
    }
  }

  /** The first content of a stream is there: the attempt goes on, and is the stream's from here. */
  #begins(): void {
    const content = this.#stream;
    if (!content || this.#over) return;
    const ttftMs = this.#input.monotonic() - this.#started;
    const { isFiltered } = content;
    this.#resolve({ kind: "stream", ttftMs, content, isFiltered, upstreamId: upstreamIdOf(this.#headers) });
  }

  #end(outcome: AttemptOutcome): void {
    if (this.#over) return;
    this.#finish();
    this.#resolve(outcome);
  }

  /** Ends the request to the provider where it is still under way: what is left of it is not wanted. */
  #finish(): void {
    this.#over = true;
    this.#clock.stop();
    this.#input.callerLeft.removeEventListener("abort", this.#leave);
    this.#call?.abort();
  }
}
