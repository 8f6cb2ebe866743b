/**
 * The simulator's tokenizer, one stated rule: a token is up to six letters or digits, or one other character,
 * with the white space before it; white space at the end is one token. Joined, the tokens are the text again.
 */

const TOKEN = /\s*(?:[\p{L}\p{N}_]{1,6}|[^\s\p{L}\p{N}_])|\s+$/gu;

/** The tokens of a text, in order. */
export function splitTokens(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

export function countTokens(text: string): number {
  return splitTokens(text).length;
}

/** Tokens for the frame of each message and for the start of the answer, as OpenAI documents for its chat models. */
const TOKENS_PER_MESSAGE = 3;
const TOKENS_FOR_THE_START = 3;
/** What OpenAI bills for an image in low detail. */
const TOKENS_PER_IMAGE = 85;

/** Input tokens of a prompt: its texts, its tools as JSON, and the frames. */
export function countInputTokens(prompt: {
  messages: readonly { text: string; images: number }[];
  tools: readonly unknown[];
}): number {
  let total = TOKENS_FOR_THE_START;
  for (const message of prompt.messages) {
    total += TOKENS_PER_MESSAGE + countTokens(message.text) + message.images * TOKENS_PER_IMAGE;
  }
  for (const tool of prompt.tools) total += countTokens(JSON.stringify(tool));
  return total;
}
