import type { ProviderFailure } from "../failure.ts";
import type { NeutralEvent } from "../neutral.ts";
import type { StreamSignal, StreamUnit } from "../stream.ts";

/** Signals without data are shared: a long stream has thousands of them. */
export const PREAMBLE: StreamSignal = { type: "preamble" };
export const CONTENT: StreamSignal = { type: "content" };
export const END: StreamSignal = { type: "end" };

const NO_BYTES = new Uint8Array(0);

/** A unit that reports a failure. The bytes that caused it are not passed on. */
export function failureUnit(failure: ProviderFailure): StreamUnit {
  return { bytes: NO_BYTES, events: [], signals: [{ type: "failure", failure }], usageOnly: false };
}

/** The end of a stream that has no bytes of its own. */
export function endUnit(events: NeutralEvent[]): StreamUnit {
  return { bytes: NO_BYTES, events, signals: [END], usageOnly: false };
}
