import type { FailureClass } from "../documents/vocabulary.ts";

/** How a provider failed. */
export interface ProviderFailure {
  /** `invalid-request` and `not-found` are the caller's or the catalog's fault and are not replayed on the same model. */
  failure: FailureClass | "invalid-request" | "credentials" | "not-found";
  /** The provider's own words, without secrets. */
  message: string;
  /** The provider's own code, or one of `stream.cut`, `stream.malformed`, `stream.corrupt`, `answer.malformed`. */
  providerCode: string | undefined;
  status: number | undefined;
  /** How long it asks to be left alone, in milliseconds. */
  retryAfterMs: number | undefined;
  /** It does not take the question for the usage of a stream: the same request without it may be served. */
  refusesStreamUsage?: boolean;
}

/** A 2xx answer that is none: an error in the body, or a shape that its protocol does not have. */
export class AnswerError extends Error {
  readonly failure: ProviderFailure;
  constructor(failure: ProviderFailure) {
    super(failure.message);
    this.name = "AnswerError";
    this.failure = failure;
  }
}

/** An answer or stream that the provider broke: counts as an outage of that provider. */
export function brokenAnswer(
  code: "stream.cut" | "stream.malformed" | "stream.corrupt" | "answer.malformed",
  message: string,
): ProviderFailure {
  return { failure: "outage", message, providerCode: code, status: undefined, retryAfterMs: undefined };
}
