/** Splits what was asked into the instruction and the material that it is about. */
import type { PromptMessage } from "../prompt.ts";
import type { Question } from "./skill.ts";

const TASK =
  /\b(?:summari[sz]e|summary|classify|categori[sz]e|triage|extract|label|route|assign|identify|find|give|name|which|what|is|does|did|has|answer|reply|respond|read|return|rate|calculate|compute|tl;dr|gist)\b/i;

const FENCES = [/```[^\n]*\n([\s\S]+?)```/, /"""([\s\S]+?)"""/, /'''([\s\S]+?)'''/, /<([a-z][\w-]*)>([\s\S]+?)<\/\1>/i];

/** The question in the last user message, under the system messages. */
export function readQuestion(messages: readonly PromptMessage[]): Question {
  const system = messages
    .filter((message) => message.role === "system")
    .map((message) => message.text)
    .join("\n");
  const user = messages.findLast((message) => message.role === "user")?.text ?? "";
  const split = splitFence(user) ?? splitColon(user) ?? splitParagraph(user, TASK.test(system));
  const instruction = [system, split.instruction].filter((part) => part.trim() !== "").join("\n");
  return { instruction: instruction === "" ? user : instruction, material: split.material.trim() };
}

function splitFence(text: string): Question | undefined {
  for (const fence of FENCES) {
    const match = fence.exec(text);
    if (match) return { instruction: text.replace(match[0], " ").trim(), material: match.at(-1) ?? "" };
  }
  return undefined;
}

/** `Summarise: the parcel is late.` and `Question: … Text: …`. The last colon whose left side still asks for something. */
function splitColon(text: string): Question | undefined {
  for (const match of text.matchAll(/:\s+/g)) {
    const instruction = text.slice(0, match.index);
    const material = text.slice(match.index + match[0].length);
    if (!TASK.test(instruction) || material.trim() === "" || isList(instruction, material)) continue;
    return { instruction, material };
  }
  return undefined;
}

/** A colon before a list of choices (`one of: billing, shipping`) does not begin the material. */
function isList(instruction: string, material: string): boolean {
  if (!/\b(?:of|categories|labels|options|classes|topics|following|as|values)\W*$/i.test(instruction)) return false;
  const end = material.search(/[.\n]/);
  return /,|\bor\b|\//.test(end < 0 ? material : material.slice(0, end)) || /^\s*[-*]\s/.test(material);
}

function splitParagraph(text: string, systemAsks: boolean): Question {
  if (systemAsks && !/^[^\n]*\?\s*$/.test(text)) {
    const first = text.split(/\n\s*\n/, 1)[0] ?? "";
    if (!TASK.test(first) || first === text) return { instruction: "", material: text };
  }
  const blank = /\n\s*\n/.exec(text);
  if (!blank) return { instruction: text, material: text };
  const head = text.slice(0, blank.index);
  const tail = text.slice(blank.index + blank[0].length);
  const headIsTask = TASK.test(head.slice(0, 200)) && head.length <= Math.max(200, tail.length);
  return headIsTask ? { instruction: head, material: tail } : { instruction: tail, material: head };
}
