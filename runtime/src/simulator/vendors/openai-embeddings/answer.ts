/** OpenAI's list of vectors. */
import type { WireAnswer } from "../vendor.ts";
import type { EmbeddingsCall } from "./read-call.ts";
import { vectorOf } from "./vectors.ts";

export function embeddingsAnswer({ model, texts, tokens, dimensions, base64 }: EmbeddingsCall): WireAnswer {
  const data = texts.map((text, index) => {
    const vector = vectorOf(model, text, dimensions);
    return { object: "embedding", index, embedding: base64 ? encode(vector) : vector };
  });
  return {
    status: 200,
    headers: { "content-type": "application/json", "openai-version": "2020-10-01" },
    body: JSON.stringify({ object: "list", data, model, usage: { prompt_tokens: tokens, total_tokens: tokens } }),
  };
}

/** 32-bit floats, little-endian. */
function encode(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString("base64");
}
