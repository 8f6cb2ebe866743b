/** What the simulator offers, and how a provider instance is told to behave. Plain JSON, so that it travels over HTTP. */

export const FAULT_KINDS = [
  "http-500",
  "http-503",
  "http-529",
  "http-429",
  "http-401",
  "http-400-context-length",
  "content-filter",
  "filtered-answer",
  "refuse-connection",
  "reset",
  "timeout",
  "slow-first-token",
  "stall",
  "cut",
  "malformed",
  "error-in-stream",
  "missing-done",
  "bad-json",
  "html-error",
] as const;

/** What goes wrong; `Fault` says what each kind does. */
export type FaultKind = (typeof FAULT_KINDS)[number];

export const RETRY_AFTER_FORMS = ["seconds", "http-date", "retry-after-ms", "x-ms-retry-after-ms"] as const;

/** How a refusal says when to come back. */
export interface RetryAfter {
  /** Milliseconds; the forms in seconds round up. */
  ms: number;
  form: (typeof RETRY_AFTER_FORMS)[number];
}

/**
 * Something that goes wrong, until it is taken away.
 *
 * - `http-500`, `http-503`, `http-529`, `http-429`, `http-401`, `http-400-context-length`, `content-filter`:
 *   the vendor's own refusal, with its status, headers and body.
 * - `filtered-answer`: the verdict of the vendor's filter as an answer with status 200, without content where it has none.
 * - `refuse-connection`: the socket is destroyed before anything is answered.
 * - `reset`: the headers arrive (and `afterTokens` tokens of a stream), then the connection is reset.
 * - `timeout`: nothing is ever answered.
 * - `slow-first-token`: `delayMs` more until the first token.
 * - `stall`: the answer stops after `afterTokens` tokens and stays open.
 * - `cut`: the answer ends after `afterTokens` tokens, cleanly for HTTP, without the protocol's end.
 * - `malformed`: after `afterTokens` tokens a chunk is broken (JSON that is none, a frame with a wrong CRC).
 * - `error-in-stream`: after `afterTokens` tokens the vendor's error within the stream.
 * - `missing-done`: an OpenAI stream without its `[DONE]`, one of Responses without its last
 *   event; a Bedrock stream without its `metadata`.
 * - `bad-json`: a body that is no JSON. In a stream: as `malformed` before the first token.
 * - `html-error`: a 502 page of some proxy, in HTML.
 *
 * A plain (not streamed) answer has no tokens on the wire: there `cut` and `stall` break off in the middle of the body,
 * `malformed` is `bad-json`, `error-in-stream` is `http-500`, `missing-done` changes nothing.
 */
export interface Fault {
  kind: FaultKind;
  /** From 0 to 1: part of the requests that it hits. Default 1. */
  probability?: number;
  /** It hits only so many requests, then is over. */
  count?: number;
  /** Only these upstream model ids (Azure: deployment names). */
  models?: string[];
  /** Tokens of the answer that arrive before it. Default 0 for `reset`, `error-in-stream`, `bad-json`; else 5. */
  afterTokens?: number;
  /** Milliseconds from when it was set until it is over. */
  durationMs?: number;
  /** Milliseconds that `slow-first-token` adds. Default 10000. */
  delayMs?: number;
  /** For `http-429` and `http-503`. Default for `http-429`: one second, in seconds. `null` sends none. */
  retryAfter?: RetryAfter | null;
}

/** How one model of a provider behaves. */
export interface ModelProfile {
  /** Median time to the first token, milliseconds. */
  ttftMs: number;
  /** Spread of it: the standard deviation of its natural logarithm (log-normal). 0 is always the median. */
  ttftSpread: number;
  /** Pace of a stream after its first token; 0 is as fast as the wire takes it. */
  tokensPerSecond: number;
  /** From 0 to 1: how often an answer is right. */
  quality: number;
  /** Forces the number of output tokens: text is filled up or cut, the rest counts as reasoning. null: what the answer has. */
  outputTokens: number | null;
  /** Forces the number of input tokens, those from a cache included. null: counted. */
  inputTokens: number | null;
  /** Input tokens reported as read from a cache, at most all of them. */
  cachedInputTokens: number;
  /** Input tokens reported as written to a cache for five minutes, at most the rest. OpenAI's own protocol tells no times. */
  cacheWriteTokens: number;
  /** The same for an hour. */
  cacheWriteHourTokens: number;
  /** USD per million tokens, for what `counts()` says was billed. null: not known, so neither is the bill. */
  price: { input: number; output: number; cachedInput?: number; cacheWrite?: number; cacheWriteHour?: number } | null;
}

/** How one provider instance behaves. */
export interface Profile extends ModelProfile {
  /** Any key that is not empty is good. AWS signatures are verified all the same. */
  acceptAnyKey: boolean;
  /** Keys that are good besides `sim-key-<provider>`, where not any key is. */
  keys: string[];
  /** False: a host that refuses `stream_options`, as some that imitate OpenAI do. */
  streamUsage: boolean;
  /** False: models that refuse a conversation which ends with the beginning of an answer. */
  prefill: boolean;
  faults: Fault[];
  /** What differs for one model, by upstream id. */
  models: Record<string, Partial<ModelProfile>>;
}

/** What one model of one provider served, as the vendor would bill it. */
export interface ServedCount {
  provider: string;
  model: string;
  /** All requests that were let in or refused. */
  requests: number;
  /** Answered wholly. */
  completed: number;
  /** Failed by a fault or refused. */
  failed: number;
  /** Given up by the client before the end. */
  cancelled: number;
  /** Input tokens of all answers begun, those from a cache included. */
  inputTokens: number;
  cachedInputTokens: number;
  /** Output tokens sent, those of broken-off answers included. */
  outputTokens: number;
  /** Micro-USD; null where a request had no price. */
  billedMicroUsd: number | null;
}

export interface SimulatorOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** Default 1. The same seed gives the same answers, latencies and draws of faults. */
  seed?: number;
  /** Profiles by provider id to begin with, and to return to on a reset; `*` holds for every provider. */
  profiles?: Record<string, Partial<Profile>>;
  /** Milliseconds since 1970: for signatures that expire, faults with a duration, and `created`. */
  now?: () => number;
}

/** A provider that answers nobody until it is told. */
export interface Held {
  /** How many requests wait at the provider. */
  readonly waiting: number;
  /** Lets so many go on, those that came first; all that wait where no number is given. */
  release(count?: number): void;
  /** Lets all go on, those that come later too. */
  end(): void;
}

export interface Simulator {
  /** `http://127.0.0.1:4100`; a provider is at `${url}/${providerId}`. */
  url: string;
  port: number;
  /** Replaces the faults of a provider; none takes them away. Throws ProfileError. */
  setFault(provider: string, fault?: Fault | readonly Fault[]): void;
  /** Changes the named members of a provider's profile; none returns to the first profile. Throws ProfileError. */
  setProfile(provider: string, patch?: Partial<Profile>): void;
  counts(): ServedCount[];
  /** Keeps the requests for answers and embeddings waiting that this provider gets from now on. */
  hold(provider: string): Held;
  /** Ends every open connection and stops. */
  close(): Promise<void>;
}
