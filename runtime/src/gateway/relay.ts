/** Passes a provider's stream on to the caller, and meters it. */

import type { ProviderFailure } from "../protocols/failure.ts";
import type { Usage } from "../protocols/neutral.ts";
import type { CallerStreamWriter } from "../protocols/stream.ts";
import type { StreamUnit } from "../providers/adapter.ts";
import type { Responder } from "./responder.ts";

export interface RelayInput {
  pieces: AsyncIterable<StreamUnit[]>;
  /** Writes the caller's protocol; undefined where the bytes pass through. */
  writer: CallerStreamWriter | undefined;
  /** Whether a unit that holds nothing but usage is passed on. */
  passUsage: boolean;
  responder: Responder;
  callerLeft: AbortSignal;
}

export interface RelayResult {
  usage: Usage | undefined;
  /** Pieces of content passed on: about one a token. */
  contentPieces: number;
  failure: ProviderFailure | undefined;
  /** Whether the protocol's own end was seen. */
  complete: boolean;
  /** The bytes of the end, not written yet: the spend is settled before the caller can see that all is over. */
  ending: Uint8Array[];
}

const DATA_FIELD = Buffer.from("data:");

/** How many server-sent events stand in a piece, or 1 for a frame of another kind. */
function countPieces(bytes: Uint8Array): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let count = 0;
  for (let at = buffer.indexOf(DATA_FIELD); at >= 0; at = buffer.indexOf(DATA_FIELD, at + 5)) count += 1;
  return Math.max(1, count);
}

/** Relays until the stream ends, fails, or the caller leaves. Never throws for what providers and callers do. */
export async function relay(input: RelayInput): Promise<RelayResult> {
  const { responder, writer } = input;
  const result: RelayResult = { usage: undefined, contentPieces: 0, failure: undefined, complete: false, ending: [] };
  for await (const units of input.pieces) {
    if (input.callerLeft.aborted) break;
    for (const unit of units) {
      let content = false;
      for (const signal of unit.signals) {
        if (signal.type === "usage") result.usage = signal.usage;
        else if (signal.type === "failure") result.failure = signal.failure;
        else if (signal.type === "end") result.complete = true;
        else if (signal.type === "content") content = true;
      }
      // What goes wrong after the protocol's own end takes nothing away from the answer.
      if (result.complete) result.failure = undefined;
      if (result.failure) return result;
      if (content) result.contentPieces += writer ? unit.events.length : countPieces(unit.bytes);
      if (unit.usageOnly && !input.passUsage) continue;
      const bytes = writer ? writer.write(unit.events) : unit.bytes;
      if (bytes.length === 0) continue;
      if (result.complete) result.ending.push(bytes);
      else await responder.write(bytes);
    }
  }
  return result;
}
