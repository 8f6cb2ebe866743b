import { isObject } from "../../protocols/shared/json.ts";
import { type Body, type Extra, type Known, OWN_TOOL, ofMembers, present, TIER } from "./extra.ts";

const SEARCH = "searching is billed by the call";

/** Members of Chat Completions, OpenAI's own and those of hosts that speak its protocol. */
const CHAT: readonly Known[] = [
  { member: "service_tier", asks: (value) => present(value) && value !== "auto" && value !== "default", reason: TIER },
  { member: "web_search_options", asks: present, reason: SEARCH },
  { member: "search_parameters", asks: present, reason: SEARCH },
  { member: "enable_search", asks: present, reason: SEARCH },
  { member: "plugins", asks: present, reason: "plugins are billed by the call" },
  { member: "store", asks: present, reason: "the provider would keep the request and its answer", keeps: true },
  {
    member: "prompt_cache_retention",
    asks: (value) => present(value) && value !== "in_memory" && value !== "in-memory",
    reason: "the provider would keep the prompt for longer",
  },
  {
    member: "modalities",
    asks: (value) => Array.isArray(value) && value.includes("audio"),
    reason: "spoken answers have a price of their own",
    also: "audio",
  },
];

/** Tools that the provider runs, and not the caller: neither functions nor custom tools. */
function chatTools(body: Body): Extra[] {
  if (!Array.isArray(body.tools)) return [];
  return body.tools.flatMap((tool: unknown, index): Extra[] => {
    const type = isObject(tool) ? tool.type : undefined;
    if (typeof type !== "string" || type === "function" || type === "custom") return [];
    return [{ path: `/tools/${index}`, strip: undefined, reason: OWN_TOOL }];
  });
}

/** What a request for Chat Completions asks for beyond what the catalog describes. */
export function chatExtras(body: Body): Extra[] {
  return [...ofMembers(body, CHAT), ...chatTools(body)];
}
