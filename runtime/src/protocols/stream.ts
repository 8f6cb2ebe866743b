/** What readers of upstream streams report, and what writers of callers' streams offer. */
import type { ProviderFailure } from "./failure.ts";
import type { NeutralEvent, StopReason, Usage } from "./neutral.ts";

/** What a reader of a stream reports for a piece of it, in order. */
export type StreamSignal =
  /** Bytes that hold no content (a role, a start, a comment): hold them back until content comes or the stream ends. */
  | { type: "preamble" }
  /** Content: the attempt is committed once this is passed on. */
  | { type: "content" }
  /** Why the answer ended. */
  | { type: "stop"; reason: StopReason }
  /** All that is known of the usage so far: counters are cumulative, and the highest seen counts. */
  | { type: "usage"; usage: Usage }
  /** The provider reports an error within a stream that began well. Nothing counts after it. */
  | { type: "failure"; failure: ProviderFailure }
  /** The protocol's own end was seen. */
  | { type: "end" };

export interface StreamUnit {
  /** The bytes as the provider sent them. Never overwritten, so they may be kept or written without a copy. */
  bytes: Uint8Array;
  /** Empty where the reader was made without `events`. */
  events: NeutralEvent[];
  signals: StreamSignal[];
  /** True for a unit that carries nothing but usage: dropped where the caller did not ask for usage. */
  usageOnly: boolean;
}

/** Reads an upstream stream. Fed with bytes as they come; never throws on bad bytes, but reports a failure. */
export interface UpstreamStreamReader {
  /**
   * Takes the next bytes and returns what they mean: whole protocol units (an SSE event, an event-stream frame),
   * each with its exact bytes, its neutral events, and its signals. Bytes of a unit that is not whole yet are kept.
   * Without `events`, neighbouring units of plain content may come as one.
   */
  push(chunk: Uint8Array): StreamUnit[];
  /** The bytes are over. Returns what was still kept; a failure signal where the stream was cut. */
  finish(): StreamUnit[];
}

export interface StreamReaderOptions {
  /** Whether to make neutral events. False where caller and provider speak the same protocol and bytes pass through. */
  events: boolean;
}

/** Writes a stream in the caller's protocol from neutral events. */
export interface CallerStreamWriter {
  write(events: readonly NeutralEvent[]): Uint8Array;
  /** The protocol's own error within a stream. No success terminator follows it. */
  fail(error: StreamError): Uint8Array;
}

export interface StreamError {
  /** Stable Fairlead code. */
  code: string;
  message: string;
  /** The HTTP status that the error would have had, had the stream not begun. */
  status: number;
  /** Id of the decision record. */
  decision?: string;
}

export interface StreamWriterOptions {
  /** The model name that the caller sees. */
  model: string;
  /** Id of the answer. */
  id: string;
  /** Seconds since 1970. */
  created: number;
  /** Whether the caller asked for a usage event. Bedrock Converse always has one. */
  includeUsage: boolean;
  /** The caller's own body: the Responses protocol repeats parts of it. */
  request?: Readonly<Record<string, unknown>>;
}
