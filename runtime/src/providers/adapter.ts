/** What the gateway knows of a provider: how to say a request, and how to read what comes back. */
import type { AdapterName } from "../documents/vocabulary.ts";
import type { CompiledDeployment } from "../policy/types.ts";
import type { IngressRequest } from "../protocols/caller.ts";
import type { ProviderFailure } from "../protocols/failure.ts";
import type { NeutralResponse, TranslationLoss, Usage, WireProtocol } from "../protocols/neutral.ts";
import type { StreamReaderOptions, UpstreamStreamReader } from "../protocols/stream.ts";

export type { IngressRequest } from "../protocols/caller.ts";
export type { ProviderFailure } from "../protocols/failure.ts";
export type {
  CallerStreamWriter,
  StreamReaderOptions,
  StreamSignal,
  StreamUnit,
  UpstreamStreamReader,
} from "../protocols/stream.ts";

/** Secrets for one provider, found by the gateway. Never logged. */
export type ResolvedCredentials =
  | { kind: "none" }
  | { kind: "key"; key: string }
  /** An access token, which somebody renews. */
  | { kind: "token"; token: string }
  | { kind: "aws"; accessKeyId: string; secretAccessKey: string; sessionToken?: string };

export interface UpstreamRequest {
  method: "POST";
  /** `https://host[:port]` */
  origin: string;
  /** Path with query. */
  path: string;
  headers: Record<string, string>;
  body: string;
  /** What the translation left out without harm; empty where the bytes pass through. */
  losses: readonly TranslationLoss[];
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
  /** The deployment has refused to be asked for the usage of a stream. */
  refusesStreamUsage: boolean;
}

/** The catalog or the credentials do not fit the provider: the operator's fault, found before anything is sent. */
export class ProviderConfigurationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ProviderConfigurationError";
  }
}

/** Headers of an answer, names in lower case. */
export type ResponseHeaders = Record<string, string | string[] | undefined>;

export interface ProviderAdapter {
  name: AdapterName;
  /** What the provider speaks. Where the caller speaks the same, bytes pass through. */
  protocol: WireProtocol;
  /**
   * Throws UntranslatableError where the request can not be said in the provider's protocol, MalformedRequestError
   * where it is not one, and ProviderConfigurationError where deployment or credentials do not fit the provider.
   * Gives a promise only where signing takes time, and then rejects with them.
   */
  prepare(input: PrepareInput): UpstreamRequest | Promise<UpstreamRequest>;
  /** Reads a whole 2xx answer. Throws an AnswerError, with the failure, where it is none. */
  readResponse(body: string): { response: NeutralResponse; usage: Usage };
  createStreamReader(options?: StreamReaderOptions): UpstreamStreamReader;
  /**
   * Reads an answer that is not 2xx. Never throws. `now` (milliseconds since 1970) resolves a `retry-after` date
   * where the answer has no `date` of its own.
   */
  readFailure(status: number, headers: ResponseHeaders, body: string, now?: number): ProviderFailure;
}
