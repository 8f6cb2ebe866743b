import type { TokenEstimate } from "../caller.ts";

/** Bytes of UTF-8 a token stands for in English prose and code, by OpenAI's rule of thumb. */
const BYTES_PER_TOKEN = 4;

/** A message's role and delimiters: 3 or 4 tokens in OpenAI's published chat formats. */
const MESSAGE = { expected: 4, atMost: 16 };

/** What the provider itself puts around the messages and bills: the start of the answer, a date. */
const REQUEST = { expected: 3, atMost: 64 };

/** The instructions for tool use that come with any tools: Anthropic publishes 313 to 804 tokens by model. */
const TOOLS = { expected: 100, atMost: 1_000 };

/** Delimiters of one tool around its schema. */
const TOOL = { expected: 8, atMost: 32 };

/**
 * An image in the highest resolution: of the published rules gpt-4o-mini's gives the most, 2,833 tokens and 5,667 for
 * each of at most 8 tiles, 48,169 together. A usual photograph costs 765 with gpt-4o and about 1,400 with Claude.
 */
const IMAGE = { expected: 1_000, atMost: 50_000 };

/**
 * A document counts by its bytes. A compressed PDF can hold more text than it has bytes, and its pages are also read
 * as images, so the bound takes four tokens a byte and 3,000 for a first page.
 */
const DOCUMENT = { bytesPerToken: 20, atMostPerByte: 4, atMost: 3_000 };

/** A file known only by its id or address can be as large as the largest context windows sold. */
const UNSEEN_FILE = { expected: 10_000, atMost: 1_000_000 };

/** Speech: 10 tokens a second in OpenAI's rule, and at least 1,000 bytes a second in any codec accepted. */
const AUDIO = { bytesPerToken: 1_600, atMostBytesPerToken: 50 };

/**
 * Adds up what a request holds. `expected` is an estimate. `atMost` is a bound: tokenizers of today's models work on
 * bytes, so that every token of text covers at least one byte of its UTF-8; all that is not text has a stated bound.
 */
export class TokenCounter {
  #textBytes = 0;
  #expected = REQUEST.expected;
  #atMost = REQUEST.atMost;

  text(text: string): void {
    this.#textBytes += Buffer.byteLength(text);
  }

  /** Anything that is sent as JSON: schemas, arguments. */
  json(value: unknown): void {
    this.text(JSON.stringify(value) ?? "");
  }

  message(): void {
    this.#add(MESSAGE);
  }

  tools(count: number): void {
    if (count === 0) return;
    this.#add(TOOLS);
    this.#expected += TOOL.expected * count;
    this.#atMost += TOOL.atMost * count;
  }

  image(): void {
    this.#add(IMAGE);
  }

  document(bytes: number): void {
    this.#expected += Math.ceil(bytes / DOCUMENT.bytesPerToken);
    this.#atMost += bytes * DOCUMENT.atMostPerByte + DOCUMENT.atMost;
  }

  unseenFile(): void {
    this.#add(UNSEEN_FILE);
  }

  audio(bytes: number): void {
    this.#expected += Math.ceil(bytes / AUDIO.bytesPerToken);
    this.#atMost += Math.ceil(bytes / AUDIO.atMostBytesPerToken);
  }

  estimate(): TokenEstimate {
    return {
      expected: this.#expected + Math.ceil(this.#textBytes / BYTES_PER_TOKEN),
      atMost: this.#atMost + this.#textBytes,
    };
  }

  #add(tokens: { expected: number; atMost: number }): void {
    this.#expected += tokens.expected;
    this.#atMost += tokens.atMost;
  }
}
