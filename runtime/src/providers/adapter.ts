/** What the gateway knows of a provider: how to say a request, and how to read what comes back. */
import type { FailureClass } from "../documents/vocabulary.ts";
import type { CompiledDeployment } from "../policy/types.ts";
import type { NeutralEvent, NeutralRequest, NeutralResponse, Usage, WireProtocol } from "../protocols/neutral.ts";

/** A caller's request as it came in: the bytes, their JSON, and the neutral form, made when first asked for. */
export interface IngressRequest {
  protocol: WireProtocol;
  /** The parsed body. Never changed. */
  body: Readonly<Record<string, unknown>>;
  /** The text of the body, for passing it through. */
  text: string;
  stream: boolean;
  /** Throws UntranslatableError or MalformedRequestError. */
  neutral(): NeutralRequest;
}

/** Secrets for one provider, found by the gateway. Never logged. */
export type ResolvedCredentials =
  | { kind: "none" }
  | { kind: "key"; key: string }
  | { kind: "aws"; accessKeyId: string; secretAccessKey: string; sessionToken?: string };

export interface UpstreamRequest {
  method: "POST";
  /** `https://host[:port]` */
  origin: string;
  /** Path with query. */
  path: string;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

export interface PrepareInput {
  request: IngressRequest;
  deployment: CompiledDeployment;
  /** Base URL that replaces the provider's own, path prefix included: simulators and private links. */
  endpointOverride: string | undefined;
  credentials: ResolvedCredentials;
  /** The output limit that the policy allows; always sent, so that a reservation bounds the cost. */
  maxOutputTokens: number;
  /** Milliseconds since 1970; signatures need it. */
  now: number;
}

/** How a provider failed. */
export interface ProviderFailure {
  /** `invalid-request` and `not-found` are the caller's or the catalog's fault and are not replayed on the same model. */
  failure: FailureClass | "invalid-request" | "credentials" | "not-found";
  /** The provider's own words and code, without secrets. */
  message: string;
  providerCode: string | undefined;
  status: number | undefined;
  /** How long it asks to be left alone, in milliseconds. */
  retryAfterMs: number | undefined;
}

/** What a reader of a stream reports for a piece of it, in order. */
export type StreamSignal =
  /** Bytes that hold no content yet (a role, a start): hold them back until content comes or the stream ends. */
  | { type: "preamble" }
  /** Content: the attempt is committed once this is passed on. */
  | { type: "content" }
  | { type: "usage"; usage: Usage }
  /** The provider reports an error within a stream that began well. */
  | { type: "failure"; failure: ProviderFailure }
  /** The protocol's own end was seen. */
  | { type: "end" };

/** Reads an upstream stream. Fed with bytes as they come; never throws on bad bytes, but reports a failure. */
export interface UpstreamStreamReader {
  /**
   * Takes the next bytes and returns what they mean: whole protocol units (an SSE event, an event-stream frame),
   * each with its exact bytes, its neutral events, and its signals. Bytes of a unit that is not whole yet are kept.
   */
  push(chunk: Uint8Array): StreamUnit[];
  /** The bytes are over. Returns what was still kept; a failure signal where the stream was cut. */
  finish(): StreamUnit[];
}

export interface StreamUnit {
  /** The bytes as the provider sent them. */
  bytes: Uint8Array;
  events: NeutralEvent[];
  signals: StreamSignal[];
  /** True for a unit that carries nothing but usage: dropped where the caller did not ask for usage. */
  usageOnly: boolean;
}

/** Writes a stream in the caller's protocol from neutral events. */
export interface CallerStreamWriter {
  write(events: NeutralEvent[]): Uint8Array;
  /** The protocol's own error within a stream. No success terminator follows it. */
  fail(error: { code: string; message: string; status: number }): Uint8Array;
}

export interface ProviderAdapter {
  name: string;
  /** What the provider speaks. Where the caller speaks the same, bytes pass through. */
  protocol: WireProtocol;
  /** Throws UntranslatableError where the request can not be said in the provider's protocol. */
  prepare(input: PrepareInput): Promise<UpstreamRequest>;
  /** Reads a whole 2xx answer. Throws an Error where it is none (the gateway counts that as an outage). */
  readResponse(body: string): { response: NeutralResponse; usage: Usage };
  createStreamReader(): UpstreamStreamReader;
  /** Reads an answer that is not 2xx. Never throws. */
  readFailure(status: number, headers: Record<string, string | string[] | undefined>, body: string): ProviderFailure;
}
