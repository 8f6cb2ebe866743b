/** Passes a provider's stream on to the caller, and meters it. */

import type { ProviderFailure } from "../protocols/failure.ts";
import type { NeutralEvent, Usage } from "../protocols/neutral.ts";
import type { CallerStreamWriter } from "../protocols/stream.ts";
import type { StreamUnit } from "../providers/adapter.ts";
import type { ContentStream } from "./attempt.ts";
import type { Departure, Responder } from "./responder.ts";

export interface RelayInput {
  content: ContentStream;
  /** Writes the caller's protocol; undefined where the bytes pass through. */
  writer: CallerStreamWriter | undefined;
  /** Changes what is written; what was metered until then is passed in. */
  rewrite?: ((events: readonly NeutralEvent[], soFar: RelayResult) => readonly NeutralEvent[]) | undefined;
  /** Whether a unit that holds nothing but usage is passed on. */
  passUsage: boolean;
  responder: Responder;
  callerLeft: Departure;
}

export interface RelayResult {
  usage: Usage | undefined;
  /** Pieces of content passed on: about one a token. */
  contentPieces: number;
  failure: ProviderFailure | undefined;
  /** Whether the protocol's own end was seen. */
  complete: boolean;
  /** Content that came together with the end of the connection, not written yet: one write takes it all. */
  last: Uint8Array | undefined;
  /** The bytes of the end, not written yet: the spend is settled before the caller can see that all is over. */
  ending: Uint8Array[];
}

/** All as one; neighbouring views of the same memory without a copy. Undefined of none. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array | undefined {
  const [first] = pieces;
  if (first === undefined || pieces.length === 1) return first;
  let end = first.byteOffset;
  for (const { buffer, byteOffset, byteLength } of pieces) {
    if (buffer !== first.buffer || byteOffset !== end) return Buffer.concat(pieces);
    end += byteLength;
  }
  return new Uint8Array(first.buffer, first.byteOffset, end - first.byteOffset);
}

/** Relays until the stream ends, fails, or the caller leaves. Rejects only where the gateway itself is at fault. */
export async function relay(input: RelayInput): Promise<RelayResult> {
  const { callerLeft, content, responder, writer, rewrite, passUsage } = input;
  const result: RelayResult = {
    usage: undefined,
    contentPieces: 0,
    failure: undefined,
    complete: false,
    last: undefined,
    ending: [],
  };
  const note = (unit: StreamUnit): void => {
    let pieces = 0;
    for (const signal of unit.signals) {
      if (signal.type === "content") pieces += 1;
      else if (signal.type === "usage") result.usage = signal.usage;
      else if (signal.type === "failure") result.failure = signal.failure;
      else if (signal.type === "end") result.complete = true;
    }
    // What goes wrong after the protocol's own end takes nothing away from the answer.
    if (result.complete) result.failure = undefined;
    if (pieces > 0) result.contentPieces += writer ? unit.events.length : pieces;
  };
  await content.pass((units, isLast) => {
    if (callerLeft.aborted) {
      content.stop();
      return undefined;
    }
    const pieces: Uint8Array[] = [];
    for (const unit of units) {
      note(unit);
      if (result.failure) break;
      if (unit.usageOnly && !passUsage) continue;
      const piece = writer ? writer.write(rewrite ? rewrite(unit.events, result) : unit.events) : unit.bytes;
      if (piece.length === 0) continue;
      if (result.complete) result.ending.push(piece);
      else pieces.push(piece);
    }
    if (result.failure) content.stop();
    const bytes = joined(pieces);
    if (bytes === undefined) return undefined;
    if (!result.complete || !isLast) return responder.write(bytes);
    result.last = bytes;
    return undefined;
  });
  return result;
}
