/** The caller's side of a wire protocol: reading a request, and writing answers, streams and errors. */
import type { Capability } from "../documents/vocabulary.ts";
import type { NeutralRequest, NeutralResponse, WireProtocol } from "./neutral.ts";
import type { CallerStreamWriter, StreamWriterOptions } from "./stream.ts";

/** A caller's request as it came in: the bytes, their JSON, and the neutral form, made when first asked for. */
export interface IngressRequest {
  protocol: WireProtocol;
  /** The parsed body. Never changed. */
  body: Readonly<Record<string, unknown>>;
  /** The text of the body, for passing it through. */
  text: string;
  stream: boolean;
  /** The model that the caller named, in the body or the path. */
  model: string | undefined;
  /** What goes on to a provider of the same protocol beside the body: its version, its betas. Names in lower case. */
  headers?: Readonly<Record<string, string>>;
  /** Set where its last message is the beginning of the answer, from which the provider is to go on. */
  isBegun?: true;
  /** Throws UntranslatableError or MalformedRequestError. */
  neutral(): NeutralRequest;
}

/** What a request says beside its body: in its path (Bedrock), or in headers that the body means nothing without. */
export interface PathFacts {
  model?: string;
  stream?: boolean;
  headers?: Readonly<Record<string, string>>;
}

/** Input tokens before anybody has counted them: the likely number, and one that they can not exceed. */
export interface TokenEstimate {
  expected: number;
  atMost: number;
}

/** What a decision needs to know of a request. */
export interface RequestFacts {
  model: string | undefined;
  /** Tokens; undefined where the caller sets no limit. */
  maxOutputTokens: number | undefined;
  /** How many answers are asked for. */
  choices: number;
  /** What a model must be able to do to serve it. */
  capabilities: Capability[];
  inputTokens: TokenEstimate;
  /** Those that stand in one context window together, where the input is a batch; undefined is all. */
  windowTokens?: number;
  /** Whether the caller wants a usage event at the end of a stream. */
  includeUsage: boolean;
  /** Set where it asks to have parts of it cached for an hour. */
  cachesForHour?: true;
  /** Set where it names a guardrail of Bedrock's. */
  guarded?: true;
}

export interface ResponseNames {
  id: string;
  model: string;
  /** Seconds since 1970. */
  created: number;
  /** The caller's own body: the Responses protocol repeats parts of it. */
  request?: Readonly<Record<string, unknown>>;
}

export interface CallerError {
  /** Stable Fairlead code. */
  code: string;
  /** The reason, and what to do. */
  message: string;
  /** HTTP status. */
  status: number;
  /** Id of the decision record, where there is one. */
  decision?: string;
  /** JSON pointer of the member of the request that is at fault. */
  path?: string;
  /** Seconds after which another try may help. */
  retryAfterSeconds?: number;
}

export interface ErrorAnswer {
  body: string;
  headers: Record<string, string>;
  contentType: string;
}

export interface CallerProtocol {
  name: WireProtocol;
  /** The media type of a stream in this protocol. */
  streamContentType: string;
  /**
   * Reads a request just far enough to route, bound and pass it through. Throws MalformedRequestError where the body
   * is not JSON, or where a member that routing or budgets depend on has the wrong type.
   */
  parseIngress(text: string, path?: PathFacts): IngressRequest;
  /** One walk over the parsed body, without the neutral form. Never throws. */
  readFacts(request: IngressRequest): RequestFacts;
  /**
   * The request's body, as text, with the beginning of an answer behind its last message; undefined in protocols
   * without answers of words.
   */
  beginAnswer?(request: IngressRequest, answer: string): string;
  createStreamWriter(options: StreamWriterOptions): CallerStreamWriter;
  /** The body of a whole answer, as JSON text. */
  serialiseResponse(response: NeutralResponse, names: ResponseNames): string;
  errorBody(error: CallerError): ErrorAnswer;
}
