import type { IngressRequest, RequestFacts, TokenEstimate } from "../caller.ts";

/** Bytes of UTF-8 a token stands for in English prose, by OpenAI's rule of thumb. */
const BYTES_PER_TOKEN = 4;

/** Marks that some models put around each text: BERT's have two. */
const MARKS = 2;

/** Facts for a decision. Never throws: what is neither text nor tokens counts as its JSON text. */
export function readFacts({ body, model }: IngressRequest): RequestFacts {
  const { input } = body;
  const isTokens = Array.isArray(input) && input.every((item) => typeof item === "number");
  const inputs: readonly unknown[] = Array.isArray(input) && !isTokens ? input : [input];
  const sizes = inputs.map(sizeOf);
  return {
    model,
    // A vector is no text: nothing is billed as output.
    maxOutputTokens: 0,
    choices: 1,
    capabilities: ["embeddings"],
    inputTokens: {
      expected: sizes.reduce((sum, { expected }) => sum + expected, 0),
      atMost: sizes.reduce((sum, { atMost }) => sum + atMost, 0),
    },
    windowTokens: sizes.reduce((most, { expected }) => Math.max(most, expected), 0),
    includeUsage: true,
  };
}

/** A token of text covers at least one byte; tokens count as they are. */
function sizeOf(input: unknown): TokenEstimate {
  if (Array.isArray(input)) return { expected: input.length, atMost: input.length + MARKS };
  const bytes = Buffer.byteLength(typeof input === "string" ? input : (JSON.stringify(input) ?? ""));
  return { expected: Math.ceil(bytes / BYTES_PER_TOKEN), atMost: bytes + MARKS };
}
