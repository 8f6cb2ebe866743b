/** One question, streamed, through the official client of each protocol: what a caller sees of the stream. */
import Anthropic from "@anthropic-ai/sdk";
import { ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import { GatewayBedrockRuntimeClient } from "@fairlead/runtime/bedrock";
import { GatewayGoogleGenAI } from "@fairlead/runtime/google";
import OpenAI from "openai";
import type { TestGateway } from "./harness.ts";

export interface Seen {
  text: string;
  /** How often the stream began, and how often it ended well. */
  begins: number;
  ends: number;
  /** Messages or blocks that were opened, in protocols that open them. */
  blocks: number;
  ids: Set<string>;
  input: number | undefined;
  output: number | undefined;
  error: string | undefined;
}

type See = (gateway: TestGateway, question: string, seen: Seen) => Promise<void>;

const headers = { "fairlead-workload": "x" };

async function chat({ url, key }: TestGateway, question: string, seen: Seen): Promise<void> {
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0, defaultHeaders: headers });
  const stream = await client.chat.completions.create({
    model: "auto",
    messages: [{ role: "user", content: question }],
    stream: true,
    stream_options: { include_usage: true },
  });
  for await (const { id, choices, usage } of stream) {
    seen.ids.add(id);
    const [choice] = choices;
    if (choice?.delta.role) seen.begins += 1;
    seen.text += choice?.delta.content ?? "";
    if (choice?.finish_reason) seen.ends += 1;
    seen.input = usage?.prompt_tokens ?? seen.input;
    seen.output = usage?.completion_tokens ?? seen.output;
  }
}

async function responses({ url, key }: TestGateway, question: string, seen: Seen): Promise<void> {
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0, defaultHeaders: headers });
  const stream = await client.responses.create({ model: "auto", input: question, stream: true, store: false });
  for await (const event of stream) {
    if (event.type === "response.created") seen.begins += 1;
    if (event.type === "response.output_item.added") seen.blocks += 1;
    if (event.type === "response.output_text.delta") seen.text += event.delta;
    if (event.type === "error") throw new Error(event.code ?? event.message);
    if (event.type !== "response.completed" && event.type !== "response.incomplete") continue;
    seen.ends += 1;
    seen.ids.add(event.response.id);
    seen.input = event.response.usage?.input_tokens;
    seen.output = event.response.usage?.output_tokens;
    if (event.response.output_text !== undefined && event.response.output_text !== seen.text)
      throw new Error("the whole is not what its pieces are");
  }
}

async function messages({ url, key }: TestGateway, question: string, seen: Seen): Promise<void> {
  const client = new Anthropic({ baseURL: url, apiKey: key, maxRetries: 0, defaultHeaders: headers });
  const stream = await client.messages.create({
    model: "auto",
    max_tokens: 100,
    messages: [{ role: "user", content: question }],
    stream: true,
  });
  for await (const event of stream) {
    if (event.type === "message_start") {
      seen.begins += 1;
      seen.ids.add(event.message.id);
    }
    if (event.type === "content_block_start") seen.blocks += 1;
    if (event.type === "content_block_delta" && event.delta.type === "text_delta") seen.text += event.delta.text;
    if (event.type === "message_stop") seen.ends += 1;
    if (event.type !== "message_delta") continue;
    seen.input = event.usage.input_tokens ?? seen.input;
    seen.output = event.usage.output_tokens;
  }
}

async function gemini({ url, key }: TestGateway, question: string, seen: Seen): Promise<void> {
  const client = new GatewayGoogleGenAI({ workload: "x", gatewayUrl: url, gatewayKey: key });
  const stream = await client.models.generateContentStream({ model: "auto", contents: question });
  for await (const chunk of stream) {
    if (chunk.responseId) seen.ids.add(chunk.responseId);
    seen.begins = seen.ids.size;
    const [candidate] = chunk.candidates ?? [];
    seen.text += candidate?.content?.parts?.map(({ text }) => text ?? "").join("") ?? "";
    if (candidate?.finishReason) seen.ends += 1;
    seen.input = chunk.usageMetadata?.promptTokenCount ?? seen.input;
    seen.output = chunk.usageMetadata?.candidatesTokenCount ?? seen.output;
  }
}

async function converse({ url, key }: TestGateway, question: string, seen: Seen): Promise<void> {
  const client = new GatewayBedrockRuntimeClient({ workload: "x", gatewayUrl: url, gatewayKey: key, maxAttempts: 1 });
  const { stream = [] } = await client.send(
    new ConverseStreamCommand({ modelId: "auto", messages: [{ role: "user", content: [{ text: question }] }] }),
  );
  for await (const event of stream) {
    if (event.messageStart) seen.begins += 1;
    if (event.contentBlockStop) seen.blocks += 1;
    seen.text += event.contentBlockDelta?.delta?.text ?? "";
    if (event.messageStop) seen.ends += 1;
    seen.input = event.metadata?.usage?.inputTokens ?? seen.input;
    seen.output = event.metadata?.usage?.outputTokens ?? seen.output;
  }
}

const CALLERS: Readonly<Record<string, See>> = { chat, responses, messages, gemini, converse };

/** The names of the protocols. */
export const STREAMING_CALLERS = Object.keys(CALLERS);

/** Asks in a protocol, and says what came, up to an error. */
export async function stream(caller: string, gateway: TestGateway, question: string): Promise<Seen> {
  const seen: Seen = {
    ...{ text: "", begins: 0, ends: 0, blocks: 0, ids: new Set<string>() },
    ...{ input: undefined, output: undefined, error: undefined },
  };
  try {
    await CALLERS[caller]?.(gateway, question, seen);
  } catch (error) {
    seen.error = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  return seen;
}
