/** Reads an OpenAI embeddings request, and refuses what OpenAI refuses. */
import { InvalidPromptError } from "../../prompt.ts";
import { countTokens } from "../../tokens.ts";
import { parseBody } from "../json-body.ts";

export interface EmbeddingsCall {
  model: string;
  /** Token lists as text: each token is a word. */
  texts: string[];
  /** Tokens of all inputs. */
  tokens: number;
  dimensions: number;
  base64: boolean;
}

const DIMENSIONS = 256;
const MOST_DIMENSIONS = 3072;
const MOST_INPUTS = 2048;

/** `modelInPath` is Azure's deployment. Throws InvalidPromptError. */
export function readEmbeddingsCall(bytes: Uint8Array, modelInPath: string | undefined): EmbeddingsCall {
  const body = parseBody(bytes, "We could not parse the JSON body of your request.");
  const model = modelInPath ?? body.model;
  if (typeof model !== "string" || model === "") throw new InvalidPromptError("you must provide a model parameter");
  const inputs = readInputs(body.input);
  const { dimensions = DIMENSIONS, encoding_format: encoding } = body;
  if (!Number.isInteger(dimensions) || Number(dimensions) < 1 || Number(dimensions) > MOST_DIMENSIONS) {
    throw new InvalidPromptError(`Invalid value for 'dimensions' = ${String(dimensions)}.`, "dimensions");
  }
  return {
    model,
    texts: inputs.map((input) => (typeof input === "string" ? input : input.join(" "))),
    tokens: inputs.reduce((sum, input) => sum + (typeof input === "string" ? countTokens(input) : input.length), 0),
    dimensions: Number(dimensions),
    base64: encoding === "base64",
  };
}

function readInputs(input: unknown): (string | number[])[] {
  const list: unknown[] = Array.isArray(input) && !input.every((item) => typeof item === "number") ? input : [input];
  if (list.length > MOST_INPUTS) {
    throw new InvalidPromptError(`'$.input' is invalid: at most ${MOST_INPUTS} inputs.`, "input");
  }
  return list.map((item) => {
    if (typeof item === "string" && item !== "") return item;
    if (Array.isArray(item) && item.length > 0 && item.every((token) => Number.isInteger(token))) return item;
    throw new InvalidPromptError("'$.input' is invalid. Please check the API reference.", "input");
  });
}
