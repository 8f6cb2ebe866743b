/**
 * What a provider was asked, whatever the wire. The simulator reads the wire by itself and shares no code with the
 * gateway's protocols: a mistake there must show, not cancel out.
 */

export interface PromptMessage {
  role: "system" | "user" | "assistant" | "tool";
  text: string;
  images: number;
}

export interface PromptTool {
  name: string;
  description: string;
  /** JSON Schema of the arguments. */
  schema: unknown;
}

export interface Prompt {
  model: string;
  messages: PromptMessage[];
  tools: PromptTool[];
  toolChoice: { kind: "auto" | "none" | "required" } | { kind: "tool"; name: string };
  parallelToolCalls: boolean;
  /** JSON that the answer must be: any object, or one that fits a schema. */
  format: { kind: "text" } | { kind: "json" } | { kind: "schema"; schema: unknown };
  maxTokens: number | undefined;
  stop: string[];
  /** How many answers. */
  choices: number;
}

/** All that decides the answer, as one string. */
export function promptContent(prompt: Prompt): string {
  return JSON.stringify([prompt.messages, prompt.tools, prompt.toolChoice, prompt.format, prompt.choices]);
}

/** A request that the vendor would refuse. `param` is the member's path as OpenAI writes it. */
export class InvalidPromptError extends Error {
  readonly param: string | null;
  readonly code: string | null;
  constructor(message: string, param: string | null = null, code: string | null = null) {
    super(message);
    this.name = "InvalidPromptError";
    this.param = param;
    this.code = code;
  }
}
