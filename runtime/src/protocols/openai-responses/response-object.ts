import type { ResponseNames } from "../caller.ts";
import type { StopReason, Usage } from "../neutral.ts";
import { isObject } from "../shared/json.ts";
import { writeStatus } from "./status.ts";
import { writeUsage } from "./usage.ts";

/** Settings of the request that a response repeats, each with what OpenAI says where the request is silent. */
const REPEATED: Readonly<Record<string, unknown>> = {
  instructions: null,
  max_output_tokens: null,
  metadata: {},
  parallel_tool_calls: true,
  temperature: null,
  tool_choice: "auto",
  tools: [],
  top_p: null,
  truncation: "disabled",
  user: null,
};

interface ResponseState {
  output: readonly unknown[];
  /** Undefined while it is being written. */
  stopReason: StopReason | undefined;
  usage: Usage;
}

/** A `response` object as OpenAI has it, whole or in progress. */
export function responseObject(names: ResponseNames, state: ResponseState): Record<string, unknown> {
  const { request = {} } = names;
  const repeated: Record<string, unknown> = {};
  for (const name in REPEATED) repeated[name] = request[name] ?? REPEATED[name];
  const { status, incomplete_details } =
    state.stopReason === undefined
      ? { status: "in_progress", incomplete_details: null }
      : writeStatus(state.stopReason);
  return {
    id: names.id,
    object: "response",
    created_at: names.created,
    status,
    background: false,
    error: null,
    incomplete_details,
    model: names.model,
    output: state.output,
    previous_response_id: null,
    reasoning: { effort: null, summary: null, ...(isObject(request.reasoning) ? request.reasoning : {}) },
    store: false,
    text: { format: { type: "text" }, ...(isObject(request.text) ? request.text : {}) },
    usage: writeUsage(state.usage),
    ...repeated,
  };
}
