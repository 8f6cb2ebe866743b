/** What a provider answers, whatever the wire: made whole before the first byte is sent. */
import { answer } from "./answers/answer.ts";
import { fillUp } from "./answers/filler.ts";
import type { Prompt } from "./prompt.ts";
import { createDraw, logNormal } from "./randomness.ts";
import { countInputTokens, countTokens, splitTokens } from "./tokens.ts";
import type { ModelProfile } from "./types.ts";

export interface ReplyToolCall {
  id: string;
  name: string;
  /** JSON text, in tokens. */
  tokens: string[];
}

export interface ReplyChoice {
  tokens: string[];
  toolCalls: ReplyToolCall[];
  finish: "stop" | "stop-sequence" | "length" | "tool-calls" | "content-filter";
  /** Output tokens that are not on the wire. */
  reasoningTokens: number;
}

export interface ReplyUsage {
  /** Those from and to the cache included. */
  input: number;
  cachedInput: number;
  /** For five minutes, and for an hour. */
  cacheWrite: number;
  cacheWriteHour: number;
  output: number;
  /** Part of `output`. */
  reasoning: number;
}

export interface Reply {
  /** Hex digits, for the vendor's own form of an id. */
  id: string;
  model: string;
  /** Seconds since 1970. */
  created: number;
  choices: ReplyChoice[];
  usage: ReplyUsage;
  ttftMs: number;
}

export interface ReplyInput {
  prompt: Prompt;
  /** The beginning of the answer, from which to go on: the rest alone is made. */
  begun?: string | undefined;
  profile: ModelProfile;
  /** What the draws come from, see randomness.ts. */
  randomness: readonly (string | number)[];
  /** Milliseconds since 1970. */
  now: number;
}

/** Parts the input: what a profile says was read from a cache first, then what was written to one. */
function inputUsage(input: number, profile: ModelProfile): Omit<ReplyUsage, "output" | "reasoning"> {
  const cachedInput = Math.min(input, profile.cachedInputTokens);
  const cacheWrite = Math.min(input - cachedInput, profile.cacheWriteTokens);
  const cacheWriteHour = Math.min(input - cachedInput - cacheWrite, profile.cacheWriteHourTokens);
  return { input, cachedInput, cacheWrite, cacheWriteHour };
}

/** Makes the whole answer: texts, tool calls, counts and times. */
export function makeReply({ prompt, begun, profile, randomness, now }: ReplyInput): Reply {
  const draw = createDraw([...randomness, "reply"]);
  const id = Array.from({ length: 3 }, (_, part) => Math.floor(draw(`id ${part}`) * 2 ** 40).toString(16)).join("");
  const choices: ReplyChoice[] = [];
  for (let index = 0; index < prompt.choices; index += 1) {
    const choiceDraw = createDraw([...randomness, "choice", index]);
    choices.push(makeChoice(prompt, begun, profile, choiceDraw, `${id}${index}`));
  }
  const input = profile.inputTokens ?? countInputTokens(prompt);
  return {
    id,
    model: prompt.model,
    created: Math.floor(now / 1000),
    choices,
    usage: {
      ...inputUsage(input, profile),
      output: choices.reduce((sum, choice) => sum + outputTokens(choice), 0),
      reasoning: choices.reduce((sum, choice) => sum + choice.reasoningTokens, 0),
    },
    ttftMs: logNormal(profile.ttftMs, profile.ttftSpread, draw("ttft a"), draw("ttft b")),
  };
}

/** Output tokens of one choice, hidden ones included. A tool call counts its name besides its arguments. */
export function outputTokens(choice: ReplyChoice): number {
  const calls = choice.toolCalls.reduce((sum, call) => sum + countTokens(call.name) + call.tokens.length, 0);
  return choice.tokens.length + calls + choice.reasoningTokens;
}

/** The same reply, as a vendor gives it whose filter steps in: its own words in place of the answer. */
export function filtered(reply: Reply, words: string): Reply {
  const tokens = splitTokens(words);
  const choices = reply.choices.map((choice): ReplyChoice => {
    return { ...choice, tokens, toolCalls: [], finish: "content-filter", reasoningTokens: 0 };
  });
  return { ...reply, choices, usage: { ...reply.usage, output: tokens.length * choices.length, reasoning: 0 } };
}

function makeChoice(
  prompt: Prompt,
  begun: string | undefined,
  profile: ModelProfile,
  draw: ReturnType<typeof createDraw>,
  id: string,
): ReplyChoice {
  const asked = begun === undefined ? prompt : { ...prompt, messages: prompt.messages.slice(0, -1) };
  const made = answer(asked, draw, draw("quality") < profile.quality);
  const choice: ReplyChoice = {
    tokens: splitTokens(made.text),
    toolCalls: made.toolCalls.map((call, index) => ({
      id: `${id}${index}`,
      name: call.name,
      tokens: splitTokens(call.arguments),
    })),
    finish: made.toolCalls.length > 0 ? "tool-calls" : "stop",
    reasoningTokens: 0,
  };
  cutAtStop(choice, prompt.stop);
  forceLength(choice, profile.outputTokens, made.kind === "prose");
  if (begun !== undefined) choice.tokens = choice.tokens.slice(countTokens(begun));
  limit(choice, prompt.maxTokens);
  return choice;
}

function cutAtStop(choice: ReplyChoice, stop: readonly string[]): void {
  const text = choice.tokens.join("");
  const places = stop.filter((word) => word !== "").map((word) => text.indexOf(word));
  const first = Math.min(...places.filter((place) => place >= 0), Number.POSITIVE_INFINITY);
  if (!Number.isFinite(first)) return;
  choice.tokens = splitTokens(text.slice(0, first));
  choice.finish = "stop-sequence";
}

/** Brings a choice to an exact number of tokens. Prose is filled up with more prose; the rest counts as reasoning. */
function forceLength(choice: ReplyChoice, wanted: number | null, prose: boolean): void {
  if (wanted === null) return;
  if (prose) choice.tokens = fillUp(choice.tokens, wanted);
  const missing = wanted - outputTokens(choice);
  if (missing > 0) choice.reasoningTokens = missing;
  else if (missing < 0) cutTo(choice, wanted);
}

function limit(choice: ReplyChoice, maxTokens: number | undefined): void {
  if (maxTokens === undefined || outputTokens(choice) <= maxTokens) return;
  choice.reasoningTokens = Math.min(choice.reasoningTokens, maxTokens);
  cutTo(choice, maxTokens);
  choice.finish = "length";
}

/** Keeps the first tokens: reasoning, then text, then tool calls. */
function cutTo(choice: ReplyChoice, wanted: number): void {
  let left = Math.max(0, wanted - choice.reasoningTokens);
  choice.tokens = choice.tokens.slice(0, left);
  left -= choice.tokens.length;
  const calls: ReplyToolCall[] = [];
  for (const call of choice.toolCalls) {
    left -= countTokens(call.name);
    if (left < 0) break;
    calls.push({ ...call, tokens: call.tokens.slice(0, left) });
    left -= Math.min(left, call.tokens.length);
  }
  choice.toolCalls = calls;
}
