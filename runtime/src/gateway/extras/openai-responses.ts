import { isObject } from "../../protocols/shared/json.ts";
import { type Body, type Extra, type Known, OWN_TOOL, ofMembers, present, TIER } from "./extra.ts";

/** Members of Responses. */
const RESPONSES: readonly Known[] = [
  { member: "service_tier", asks: (value) => present(value) && value !== "auto" && value !== "default", reason: TIER },
  { member: "store", asks: present, reason: "the provider would keep the request and its answer", keeps: true },
  { member: "background", asks: present, reason: "the provider would keep the answer until it is fetched" },
  {
    member: "prompt_cache_retention",
    asks: (value) => present(value) && value !== "in_memory" && value !== "in-memory",
    reason: "the provider would keep the prompt for longer",
  },
];

/** Members that stand for what the provider keeps: without them it would be another request. */
const KEPT: Readonly<Record<string, string>> = {
  previous_response_id: "it continues an answer that the provider would have kept: send the whole conversation",
  conversation: "the provider would keep the conversation: send the whole of it",
};

const PROMPT = "what a prompt kept by the provider asks for is not seen here: send its text";

const REFERENCE =
  "it names an item that the provider would have kept: send the item itself, as clients do when they are told `store: false`";

/** Tools whose calls the caller answers: they cost tokens alone. */
const CALLERS_OWN: ReadonlySet<unknown> = new Set([
  "function",
  "custom",
  "local_shell",
  "apply_patch",
  "computer",
  "computer_use_preview",
]);

function isCallersOwn(tool: unknown): boolean {
  if (!isObject(tool) || typeof tool.type !== "string" || CALLERS_OWN.has(tool.type)) return true;
  if (tool.type === "namespace") return Array.isArray(tool.tools) && tool.tools.every(isCallersOwn);
  if (tool.type === "tool_search") return tool.execution === "client";
  return tool.type === "shell" && isObject(tool.environment) && tool.environment.type === "local";
}

/** What a request for Responses asks for beyond what the catalog describes. */
export function responsesExtras(body: Body): Extra[] {
  const found = ofMembers(body, RESPONSES);
  for (const member in KEPT) {
    const reason = KEPT[member];
    if (reason !== undefined && present(body[member]))
      found.push({ path: `/${member}`, strip: undefined, reason, keeps: true });
  }
  if (present(body.prompt)) found.push({ path: "/prompt", strip: undefined, reason: PROMPT });
  for (const [index, tool] of (Array.isArray(body.tools) ? body.tools : []).entries()) {
    if (!isCallersOwn(tool)) found.push({ path: `/tools/${index}`, strip: undefined, reason: OWN_TOOL });
  }
  for (const [index, item] of (Array.isArray(body.input) ? body.input : []).entries()) {
    if (isObject(item) && item.type === "item_reference")
      found.push({ path: `/input/${index}`, strip: undefined, reason: REFERENCE, keeps: true });
  }
  return found;
}
