/** When a tool is called, and with what. */
import type { Prompt, PromptTool } from "../prompt.ts";
import type { Draw } from "../randomness.ts";
import { valueFor } from "./json-answer.ts";
import type { Question } from "./skill.ts";
import { contentStems } from "./words.ts";

export interface AnswerToolCall {
  name: string;
  /** JSON text. */
  arguments: string;
}

/** The calls that the prompt forces or asks for; empty where it does neither. */
export function callTools(prompt: Prompt, question: Question, draw: Draw, right: boolean): AnswerToolCall[] {
  const tools = chooseTools(prompt);
  return tools.map((tool, index) => {
    const value = valueFor(tool.schema, tool.name, question, draw);
    const broken = !right && index === 0;
    return { name: tool.name, arguments: JSON.stringify(broken ? withoutFirst(value) : (value ?? {})) };
  });
}

function withoutFirst(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).slice(1));
}

function chooseTools(prompt: Prompt): PromptTool[] {
  const choice = prompt.toolChoice;
  if (prompt.tools.length === 0 || choice.kind === "none") return [];
  if (choice.kind === "tool") return prompt.tools.filter((tool) => tool.name === choice.name);
  if (choice.kind === "auto" && prompt.messages.at(-1)?.role === "tool") return [];
  const asked = prompt.messages.findLast((message) => message.role === "user")?.text ?? "";
  const named = prompt.tools.filter((tool) => asked.includes(tool.name));
  if (named.length > 0) return prompt.parallelToolCalls ? named : named.slice(0, 1);
  const best = prompt.tools
    .map((tool) => ({ tool, score: relevance(tool, asked) }))
    .reduce((a, b) => (b.score > a.score ? b : a));
  return choice.kind === "required" || best.score >= 2 ? [best.tool] : [];
}

/** How many words of the question a tool's name (twice) and description have. */
function relevance(tool: PromptTool, asked: string): number {
  const words = new Set(contentStems(asked));
  const name = new Set(contentStems(tool.name.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/[_-]/g, " ")));
  const description = new Set(contentStems(tool.description));
  let score = 0;
  for (const word of words) score += name.has(word) ? 2 : description.has(word) ? 1 : 0;
  return score;
}
