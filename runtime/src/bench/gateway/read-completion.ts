/** Reads a streamed chat completion as it comes, and says what it amounts to. */
import { SseSplitter } from "../../protocols/shared/sse-splitter.ts";

export interface Completion {
  output: string;
  inputTokens: number | undefined;
  outputTokens: number | undefined;
  /** The protocol's end was seen. */
  ended: boolean;
  error: { code: string; message: string } | undefined;
}

interface Chunk {
  choices?: { delta?: Delta; finish_reason?: string | null }[];
  usage?: { prompt_tokens?: number; completion_tokens?: number } | null;
  error?: { code?: string | null; message?: string; type?: string };
}

interface Delta {
  content?: string | null;
  refusal?: string | null;
  reasoning_content?: string | null;
  tool_calls?: { function?: { name?: string; arguments?: string } }[];
}

/** `onFirstContent` is called once; a role alone is no content, reasoning is. */
export async function readCompletion(body: AsyncIterable<Uint8Array>, onFirstContent: () => void): Promise<Completion> {
  const completion: Completion = {
    output: "",
    inputTokens: undefined,
    outputTokens: undefined,
    ended: false,
    error: undefined,
  };
  const splitter = new SseSplitter();
  let begun = false;
  const take = (data: string | undefined) => {
    if (data === undefined || completion.error) return;
    const hadContent = takeEvent(data, completion);
    if (hadContent && !begun) {
      begun = true;
      onFirstContent();
    }
  };
  for await (const bytes of body) for (const event of splitter.push(Buffer.from(bytes))) take(event.data);
  take(splitter.finish()?.data);
  return completion;
}

/** Takes one event in. Returns whether it has content. */
function takeEvent(data: string, completion: Completion): boolean {
  if (data.trim() === "[DONE]") {
    completion.ended = true;
    return false;
  }
  let chunk: Chunk;
  try {
    chunk = JSON.parse(data) as Chunk;
  } catch {
    completion.error = { code: "bench.malformed-stream", message: "The gateway sent an event that is not JSON." };
    return false;
  }
  if (chunk.error) {
    const { code, type, message } = chunk.error;
    completion.error = { code: code ?? type ?? "bench.error-in-stream", message: message ?? "An error without words." };
    return false;
  }
  completion.inputTokens = chunk.usage?.prompt_tokens ?? completion.inputTokens;
  completion.outputTokens = chunk.usage?.completion_tokens ?? completion.outputTokens;
  let hasContent = false;
  for (const { delta, finish_reason: finish } of chunk.choices ?? []) {
    const calls = (delta?.tool_calls ?? []).map(
      (call) => `${call.function?.name ?? ""}${call.function?.arguments ?? ""}`,
    );
    const text = `${delta?.content ?? ""}${delta?.refusal ?? ""}${calls.join("")}`;
    completion.output += text;
    hasContent ||= text !== "" || (delta?.reasoning_content ?? "") !== "";
    // A host that leaves out [DONE] has still said that it finished.
    completion.ended ||= typeof finish === "string";
  }
  return hasContent;
}
