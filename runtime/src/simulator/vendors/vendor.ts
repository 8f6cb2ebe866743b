/** What each vendor's folder offers: how it takes requests, answers, streams and refuses on its own wire. */
import type { InvalidPromptError, Prompt } from "../prompt.ts";
import type { Reply } from "../reply.ts";
import type { Profile } from "../types.ts";

/** A whole HTTP answer. */
export interface WireAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** An HTTP request with its body read. */
export interface WireRequest {
  method: string;
  /** Path with its query as it was sent, provider prefix included. */
  url: string;
  /** HTTP/2 has `:authority` where HTTP/1.1 has `host`. */
  headers: Record<string, string>;
  body: Uint8Array;
}

/** What a request asks for, found from its path. */
export interface Endpoint {
  vendor: Vendor;
  kind: "chat" | "count-tokens" | "embeddings" | "models";
  /** The model in the path, where the vendor has it there. */
  model: string | undefined;
  /** Whether the path says that a stream is wanted; undefined where the body says it. */
  stream: boolean | undefined;
}

/** A request for an answer, read from the wire. */
export interface ChatCall {
  prompt: Prompt;
  stream: boolean;
  /** Usage within the stream is wanted. */
  includeUsage: boolean;
  /** The beginning of the answer, from which the model is to go on. */
  begun?: string | undefined;
}

export const REFUSALS = [
  "http-500",
  "http-503",
  "http-529",
  "http-429",
  "http-401",
  "http-400-context-length",
  "content-filter",
] as const;
export type RefusalKind = (typeof REFUSALS)[number];

/** One piece of a streamed answer: a token, or the head of a tool call. */
export type StreamDelta =
  | { kind: "text"; choice: number; text: string }
  | { kind: "tool-start"; choice: number; index: number; id: string; name: string }
  | { kind: "tool-arguments"; choice: number; index: number; text: string };

/** Writes one streamed answer. */
export interface StreamFormat {
  headers: Record<string, string>;
  /** What comes before the first token. */
  start(): Uint8Array;
  delta(delta: StreamDelta): Uint8Array;
  /** The reason why it ended, and the usage. */
  finish(): Uint8Array;
  /** The protocol's own last word; empty where it has none. */
  terminator(): Uint8Array;
  /** A piece that can not be read. */
  malformed(): Uint8Array;
  /** An error within the stream. */
  error(): Uint8Array;
}

export interface Vendor {
  name: "openai" | "azure-openai" | "anthropic" | "bedrock" | "gemini";
  /** The refusal for a request whose credentials do not do; undefined where they do. `now` in milliseconds since 1970. */
  authenticate(request: WireRequest, provider: string, profile: Profile, now: number): Promise<WireAnswer | undefined>;
  /** Throws InvalidPromptError. */
  readCall(request: WireRequest, endpoint: Endpoint, profile: Profile): ChatCall;
  invalid(error: InvalidPromptError): WireAnswer;
  /** `retryAfterMs` for the words of those that say it in words. */
  refuse(kind: RefusalKind, model: string, retryAfterMs: number | undefined): WireAnswer;
  /** The words of a vendor whose content filter answers with 200; undefined for one that refuses instead. */
  filterWords: string | undefined;
  plain(reply: Reply, elapsedMs: number): WireAnswer;
  stream(reply: Reply, call: ChatCall): StreamFormat;
  /** The answer to how many tokens a request has, of a vendor that can be asked. */
  countTokens?(inputTokens: number): WireAnswer;
  /** The list of models. */
  models(ids: readonly string[], now: number): WireAnswer;
  /** No such path or method. */
  unknownPath(method: string, path: string): WireAnswer;
}
