/** Streams that break off and are taken up by another deployment: which may be, and what is asked for then. */
import type { ProviderFailure } from "../protocols/failure.ts";
import type { NeutralRequest } from "../protocols/neutral.ts";
import type { CallerStreamWriter } from "../protocols/stream.ts";
import { type Admitted, raised } from "./admit.ts";
import { detect } from "./detectors/detect.ts";
import type { Exchange } from "./exchange.ts";
import { mayFallBack } from "./fallback.ts";
import { type Beginning, prefillOf } from "./joined-stream.ts";
import type { GatewayCall } from "./pipeline.ts";

/** A stream that has begun and waits for its rest. */
export interface BrokenStream {
  /** The part of the request that broke off. */
  exchange: Exchange;
  deployment: string;
  failure: ProviderFailure;
  writer: CallerStreamWriter;
  beginning: Beginning;
}

/** Failures that say nothing against the text that was made before them. */
const TAKEN_UP: ReadonlySet<ProviderFailure["failure"]> = new Set(["outage", "timeout", "rate-limit"]);

/**
 * Whether the stream of the next attempt may have to be taken up, so that it must be written and not passed through. Only
 * plain text is: JSON, forced calls, reasoning and several answers can not be gone on from in the middle.
 */
export function mayBeContinued({ admitted, attempts }: Exchange, { protocol }: GatewayCall): boolean {
  const { workload, request, facts, pin } = admitted;
  if (!workload.continues || !request.stream || request.isBegun || protocol.beginAnswer === undefined) return false;
  if (pin !== undefined || facts.choices > 1 || facts.capabilities.includes("reasoning")) return false;
  return attempts.length + 2 <= workload.attempts && asksForText(() => request.neutral());
}

function asksForText(neutral: () => NeutralRequest): boolean {
  try {
    const { responseFormat, toolChoice, losses } = neutral();
    const isText = responseFormat === undefined || responseFormat.kind === "text";
    // What was asked for must survive being written anew.
    const isCited = losses.some(({ path }) => path.endsWith("/citations"));
    return isText && !isCited && toolChoice?.kind !== "required" && toolChoice?.kind !== "tool";
  } catch {
    // What can not be translated can only pass through.
    return false;
  }
}

/**
 * The request for the rest of a stream that broke off: the same with the text that went out as the beginning of the
 * answer, and what is left of its output limit. Undefined where it is not to be taken up: after another kind of failure,
 * behind anything but text, with nothing left to write. What was written is looked through for sensitive data like the
 * request itself, since it goes to another provider.
 */
export function restOf({ protocol, path }: GatewayCall, broken: BrokenStream): Admitted | undefined {
  const { exchange, failure, beginning } = broken;
  const { admitted, settlement } = exchange;
  const { policy, sensitivity, workload } = admitted;
  if (!settlement || !beginning.isPlain) return undefined;
  if (!TAKEN_UP.has(failure.failure) || !mayFallBack(workload, failure)) return undefined;
  const outputLeft = settlement.candidate.maxOutputTokens - (settlement.usage.output ?? 0);
  if (outputLeft < 1) return undefined;
  const prefill = prefillOf(beginning.text);
  const text = prefill === "" ? undefined : protocol.beginAnswer?.(admitted.request, prefill);
  const request =
    text === undefined ? admitted.request : { ...protocol.parseIngress(text, path), isBegun: true as const };
  const facts = protocol.readFacts(request);
  const found = policy.detect === undefined ? undefined : detect(request.body, policy.detect);
  return {
    ...admitted,
    request,
    detected: found?.detectors ?? [],
    sensitivity: raised(sensitivity, found?.sensitivity),
    facts: { ...facts, capabilities: [...facts.capabilities, "assistant-prefill"], maxOutputTokens: outputLeft },
  };
}
