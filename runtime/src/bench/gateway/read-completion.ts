/** Reads a streamed chat completion as it comes, and says what it amounts to and when its parts came. */
import { SseSplitter } from "../../protocols/shared/sse-splitter.ts";

export interface Completion {
  output: string;
  inputTokens: number | undefined;
  outputTokens: number | undefined;
  /** The protocol's end was seen. */
  ended: boolean;
  error: { code: string; message: string } | undefined;
  marks: StreamMarks;
}

/** When the parts of a stream came, in milliseconds on the caller's clock. */
export interface StreamMarks {
  /** The first byte of the body, whatever it says. */
  firstByte: number | undefined;
  /** The first content: a role alone is none, reasoning is. */
  firstContent: number | undefined;
  /** The first content that is no reasoning. */
  firstOutput: number | undefined;
  lastContent: number | undefined;
  /** Events with content. */
  contents: number;
  /** The longest time between two events with content. */
  longestGap: number | undefined;
  /** Characters of the first content and of all, reasoning included. */
  firstCharacters: number;
  characters: number;
}

interface Chunk {
  choices?: { delta?: Delta; finish_reason?: string | null }[];
  usage?: { prompt_tokens?: number; completion_tokens?: number } | null;
  error?: { code?: string | number | null; message?: string; type?: string };
}

interface Delta {
  content?: string | null;
  refusal?: string | null;
  /** Hosts that imitate OpenAI agree on two names for it. */
  reasoning_content?: string | null;
  reasoning?: unknown;
  tool_calls?: { function?: { name?: string; arguments?: string } }[];
}

interface Content {
  kind: "none" | "reasoning" | "output";
  characters: number;
}

const NOTHING: Content = { kind: "none", characters: 0 };

/** Rejects only where the body does; `completion` then holds what came before. */
export async function readCompletion(
  body: AsyncIterable<Uint8Array>,
  clock: () => number,
  completion: Completion = emptyCompletion(),
): Promise<Completion> {
  const splitter = new SseSplitter();
  const { marks } = completion;
  const take = (data: string | undefined, at: number) => {
    if (data === undefined || completion.error) return;
    mark(marks, takeEvent(data, completion), at);
  };
  for await (const bytes of body) {
    const at = clock();
    if (bytes.length > 0) marks.firstByte ??= at;
    for (const event of splitter.push(Buffer.from(bytes))) take(event.data, at);
  }
  take(splitter.finish()?.data, clock());
  return completion;
}

export function emptyCompletion(): Completion {
  return {
    output: "",
    inputTokens: undefined,
    outputTokens: undefined,
    ended: false,
    error: undefined,
    marks: {
      firstByte: undefined,
      firstContent: undefined,
      firstOutput: undefined,
      lastContent: undefined,
      contents: 0,
      longestGap: undefined,
      firstCharacters: 0,
      characters: 0,
    },
  };
}

function mark(marks: StreamMarks, content: Content, at: number): void {
  if (content.kind === "none") return;
  if (marks.contents === 0) marks.firstCharacters = content.characters;
  marks.contents += 1;
  marks.characters += content.characters;
  marks.firstContent ??= at;
  if (content.kind === "output") marks.firstOutput ??= at;
  if (marks.lastContent !== undefined) marks.longestGap = Math.max(marks.longestGap ?? 0, at - marks.lastContent);
  marks.lastContent = at;
}

/** Takes one event in. Returns what content it has. */
function takeEvent(data: string, completion: Completion): Content {
  if (data.trim() === "") return NOTHING;
  if (data.trim() === "[DONE]") {
    completion.ended = true;
    return NOTHING;
  }
  let chunk: Chunk;
  try {
    chunk = JSON.parse(data) as Chunk;
  } catch {
    completion.error = { code: "bench.malformed-stream", message: "The gateway sent an event that is not JSON." };
    return NOTHING;
  }
  if (chunk.error) {
    const { code, type, message } = chunk.error;
    const words = typeof code === "string" ? code : (type ?? "bench.error-in-stream");
    completion.error = { code: words, message: message ?? "An error without words." };
    return NOTHING;
  }
  completion.inputTokens = chunk.usage?.prompt_tokens ?? completion.inputTokens;
  completion.outputTokens = chunk.usage?.completion_tokens ?? completion.outputTokens;
  const content: Content = { kind: "none", characters: 0 };
  for (const { delta, finish_reason: finish } of chunk.choices ?? []) {
    const calls = (delta?.tool_calls ?? []).map(
      (call) => `${call.function?.name ?? ""}${call.function?.arguments ?? ""}`,
    );
    const text = `${delta?.content ?? ""}${delta?.refusal ?? ""}${calls.join("")}`;
    completion.output += text;
    const thought = delta?.reasoning_content ?? delta?.reasoning;
    const reasoning = typeof thought === "string" ? thought : "";
    content.characters += text.length + reasoning.length;
    if (text !== "") content.kind = "output";
    else if (content.kind === "none" && reasoning !== "") content.kind = "reasoning";
    // A host that leaves out [DONE] has still said that it finished.
    completion.ended ||= typeof finish === "string";
  }
  return content;
}
