/** The answer engine: finds the skill that knows the question and takes its right or its wrong answer. */
import type { Prompt } from "../prompt.ts";
import type { Draw } from "../randomness.ts";
import { arithmetic } from "./arithmetic.ts";
import { classification } from "./classification.ts";
import { extraction } from "./extraction.ts";
import { evasion, generalReply } from "./filler.ts";
import { namedKeys, valueFor, wrongJson } from "./json-answer.ts";
import { readQuestion } from "./question.ts";
import type { Question, Skill } from "./skill.ts";
import { summary } from "./summary.ts";
import { type AnswerToolCall, callTools } from "./tool-call.ts";
import { yesNo } from "./yes-no.ts";

export interface Answer {
  text: string;
  toolCalls: AnswerToolCall[];
  /** Prose may be made longer without harm; a short or formal answer may not. */
  kind: "prose" | "exact";
}

/** In order: the first that knows the question answers it. */
const SKILLS: readonly Skill[] = [summary, classification, arithmetic, extraction, yesNo];

/** Answers a prompt, rightly or with a plausible mistake. */
export function answer(prompt: Prompt, draw: Draw, right: boolean): Answer {
  const question = readQuestion(prompt.messages);
  const toolCalls = callTools(prompt, question, draw, right);
  if (toolCalls.length > 0) return { text: "", toolCalls, kind: "exact" };
  const json = jsonAnswer(prompt, question, draw, right);
  if (json !== undefined) return { text: json, toolCalls: [], kind: "exact" };
  const last = prompt.messages.at(-1);
  if (last?.role === "tool") return { text: fromToolResult(last.text, right), toolCalls: [], kind: "prose" };
  for (const skill of SKILLS) {
    const known = skill(question);
    if (known) return { text: right ? known.right : known.wrong(draw), toolCalls: [], kind: "prose" };
  }
  return { text: right ? generalReply(question.material, draw) : evasion(), toolCalls: [], kind: "prose" };
}

function jsonAnswer(prompt: Prompt, question: Question, draw: Draw, right: boolean): string | undefined {
  const schema = wantedSchema(prompt, question);
  if (schema === undefined) return undefined;
  const value = valueFor(schema, "answer", question, draw);
  return right ? JSON.stringify(value) : wrongJson(value, draw);
}

/** The schema of a JSON answer: the given one, or one of the members that the instruction names. */
function wantedSchema(prompt: Prompt, question: Question): unknown {
  if (prompt.format.kind === "schema") return prompt.format.schema;
  const named = namedKeys(question.instruction);
  if (prompt.format.kind === "text" && !(/\bJSON\b/.test(question.instruction) && named.length > 0)) return undefined;
  const names = named.length > 0 ? named : ["answer"];
  return { type: "object", properties: Object.fromEntries(names.map((name) => [name, categories(name, question)])) };
}

/** A member called `category` has the categories that the instruction lists, if it lists some. */
function categories(name: string, question: Question): unknown {
  if (!/category|topic|label|team|queue|priority|sentiment|urgency/i.test(name)) return { type: "string" };
  const pattern = new RegExp(
    `${name}\\W+(?:is |as |being )?(?:one of )?[:(]?\\s*((?:[\\w-]+\\s*(?:,|\\||/|or)\\s*)+[\\w-]+)`,
    "i",
  );
  const list = pattern
    .exec(question.instruction)?.[1]
    ?.split(/\s*(?:,|\||\/|\bor\b)\s*/)
    .filter((item) => item !== "");
  return list !== undefined && list.length > 1 ? { enum: list } : { type: "string" };
}

function fromToolResult(result: string, right: boolean): string {
  if (!right) return "The tool did not give me anything that I can use.";
  return `Going by the result: ${result.length > 600 ? `${result.slice(0, 600)}…` : result}`;
}
