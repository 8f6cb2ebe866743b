/**
 * The neutral form between wire protocols: a chat request, its answer, and the events of its stream.
 * A protocol folder converts its own wire form to and from it. What the neutral form can not hold is
 * an `UntranslatableError` on the way in, never silently dropped.
 */

export type WireProtocol =
  | "openai-chat"
  | "openai-responses"
  | "openai-embeddings"
  | "anthropic-messages"
  | "anthropic-count-tokens"
  | "bedrock-converse"
  | "gemini"
  | "gemini-count-tokens";

export interface NeutralRequest {
  messages: NeutralMessage[];
  tools: NeutralTool[];
  toolChoice: { kind: "auto" | "none" | "required" } | { kind: "tool"; name: string } | undefined;
  parallelToolCalls: boolean | undefined;
  maxOutputTokens: number | undefined;
  temperature: number | undefined;
  topP: number | undefined;
  stop: string[];
  seed: number | undefined;
  presencePenalty: number | undefined;
  frequencyPenalty: number | undefined;
  reasoningEffort: string | undefined;
  responseFormat:
    | { kind: "text" }
    | { kind: "json-object" }
    | {
        kind: "json-schema";
        name: string;
        schema: unknown;
        strict: boolean | undefined;
        description: string | undefined;
      }
    | undefined;
  stream: boolean;
  /** Where the caller's protocol has each of these, as JSON pointers: errors of a later translation point there. */
  paths: Readonly<Record<NeutralMember, string>>;
  /** What the caller said that the neutral form leaves out without harm. */
  losses: TranslationLoss[];
}

/** Members of a request that not every protocol has words for. */
export type NeutralMember =
  | "messages"
  | "tools"
  | "toolChoice"
  | "parallelToolCalls"
  | "temperature"
  | "stop"
  | "seed"
  | "presencePenalty"
  | "frequencyPenalty"
  | "reasoningEffort"
  | "responseFormat";

/** A request in a provider's protocol, and what was left out on the way. */
export interface SerialisedRequest {
  body: Record<string, unknown>;
  losses: TranslationLoss[];
}

/** Something harmless that a translation leaves out, listed so that nothing is dropped silently. */
export interface TranslationLoss {
  /** JSON pointer into the caller's request. */
  path: string;
  /** Why it is left out, in words. */
  reason: string;
}

export interface NeutralMessage {
  role: "system" | "user" | "assistant" | "tool";
  content: NeutralPart[];
  /** JSON pointer of the message in the caller's request: errors of a later translation point there. */
  path: string;
}

/** How long a provider is asked to keep a cached prompt prefix; undefined is the provider's default. */
export type CacheLifetime = "5m" | "1h" | undefined;

export type NeutralPart =
  | { type: "text"; text: string }
  | { type: "image"; mediaType: string; data: string }
  | { type: "document"; mediaType: string; data: string; name: string }
  /** Gemini signs a call and wants the signature back with it on the next turn. */
  | { type: "tool-call"; id: string; name: string; arguments: string; signature?: string | undefined }
  | { type: "tool-result"; id: string; content: NeutralPart[]; isError: boolean }
  | { type: "reasoning"; text: string; signature: string | undefined }
  | { type: "redacted-reasoning"; data: string }
  | { type: "refusal"; text: string }
  /** Up to here the provider may cache the prompt. */
  | { type: "cache-point"; lifetime: CacheLifetime };

export interface NeutralTool {
  name: string;
  description: string | undefined;
  /** JSON Schema. */
  parameters: unknown;
  strict: boolean | undefined;
  /** Set where the provider may cache the list of tools up to and with this one. */
  cachePoint: { lifetime: CacheLifetime } | undefined;
}

/** Why an answer ended. `stop` is both the natural end and a stop sequence. */
export type StopReason = "stop" | "length" | "tool-calls" | "content-filter";

/**
 * Tokens of one answer. `input` counts all input tokens, those read from and written to a cache included
 * (Bedrock and Anthropic report them beside the input, OpenAI within it: the protocol folder adds up).
 * undefined is unknown, never 0.
 */
export interface Usage {
  input: number | undefined;
  output: number | undefined;
  cachedInput: number | undefined;
  cacheWrite: number | undefined;
  /** Part of `cacheWrite`: what is kept for an hour, where the provider tells it apart. */
  cacheWriteHour?: number | undefined;
  /** Part of `output`. */
  reasoning: number | undefined;
}

export interface NeutralResponse {
  id: string | undefined;
  model: string | undefined;
  content: NeutralPart[];
  stopReason: StopReason;
  usage: Usage;
}

/** One event of a stream in the neutral form. */
export type NeutralEvent =
  | { type: "start"; id: string | undefined; model: string | undefined }
  | { type: "text"; text: string }
  | { type: "reasoning"; text: string; signature: string | undefined }
  | { type: "redacted-reasoning"; data: string }
  | { type: "refusal"; text: string }
  | { type: "tool-call-start"; index: number; id: string; name: string; signature?: string | undefined }
  | { type: "tool-call-arguments"; index: number; text: string }
  | { type: "tool-call-end"; index: number }
  | { type: "stop"; reason: StopReason }
  | { type: "usage"; usage: Usage }
  /** The stream ended as its protocol says that streams end. Without it the stream was cut. */
  | { type: "end" };

/** Something that the other protocol has no words for. `path` is a JSON pointer into the caller's request. */
export class UntranslatableError extends Error {
  readonly path: string;
  constructor(path: string, message: string) {
    super(message);
    this.name = "UntranslatableError";
    this.path = path;
  }
}

/** A request that is not one: wrong types, missing members. `path` is a JSON pointer. */
export class MalformedRequestError extends Error {
  readonly path: string;
  constructor(path: string, message: string) {
    super(message);
    this.name = "MalformedRequestError";
    this.path = path;
  }
}
