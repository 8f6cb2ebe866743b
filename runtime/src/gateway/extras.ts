/**
 * What a request can ask of a provider that costs more, or keeps more, than the catalog says: the catalog knows one
 * price of tokens and one retention, and a budget or a rule that does not see the rest would be passed in silence.
 */

import type { IngressRequest } from "../protocols/caller.ts";
import { isObject } from "../protocols/shared/json.ts";

export interface Extra {
  /** JSON pointer of the member that asks for it. */
  path: string;
  /** The top-level members to take out; undefined where that would not leave the same request. */
  strip: readonly string[] | undefined;
  /** What it would do. */
  reason: string;
}

type Body = IngressRequest["body"];
interface Known {
  member: string;
  asks: (value: unknown) => boolean;
  reason: string;
  /** What goes with it. */
  also?: string;
}

const present = (value: unknown): boolean => value !== undefined && value !== null && value !== false;
const TIER = "another service tier has another price";
const SEARCH = "searching is billed by the call";

/** Members of Chat Completions, OpenAI's own and those of hosts that speak its protocol. */
const CHAT: readonly Known[] = [
  { member: "service_tier", asks: (value) => present(value) && value !== "auto" && value !== "default", reason: TIER },
  { member: "web_search_options", asks: present, reason: SEARCH },
  { member: "search_parameters", asks: present, reason: SEARCH },
  { member: "enable_search", asks: present, reason: SEARCH },
  { member: "plugins", asks: present, reason: "plugins are billed by the call" },
  { member: "store", asks: present, reason: "the provider would keep the request and its answer" },
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

/** Members of Bedrock's Converse. */
const CONVERSE: readonly Known[] = [
  {
    member: "serviceTier",
    asks: (value) => isObject(value) && present(value.type) && value.type !== "default",
    reason: TIER,
  },
  {
    member: "performanceConfig",
    asks: (value) => isObject(value) && present(value.latency) && value.latency !== "standard",
    reason: "optimized latency has another price",
  },
];

function ofMembers(body: Body, known: readonly Known[]): Extra[] {
  return known
    .filter(({ member, asks }) => asks(body[member]))
    .map(({ member, reason, also }) => ({
      path: `/${member}`,
      strip: also === undefined ? [member] : [member, also],
      reason,
    }));
}

const OWN_TOOL = "a tool that the provider runs itself is billed by the call";

/** Tools that the provider runs, and not the caller: neither functions nor custom tools. */
function chatTools(body: Body): Extra[] {
  if (!Array.isArray(body.tools)) return [];
  return body.tools.flatMap((tool: unknown, index): Extra[] => {
    const type = isObject(tool) ? tool.type : undefined;
    if (typeof type !== "string" || type === "function" || type === "custom") return [];
    return [{ path: `/tools/${index}`, strip: undefined, reason: OWN_TOOL }];
  });
}

function converseTools(body: Body): Extra[] {
  const found: Extra[] = [];
  const tools = isObject(body.toolConfig) && Array.isArray(body.toolConfig.tools) ? body.toolConfig.tools : [];
  for (const [index, tool] of tools.entries()) {
    if (isObject(tool) && tool.systemTool !== undefined)
      found.push({ path: `/toolConfig/tools/${index}`, strip: undefined, reason: OWN_TOOL });
  }
  const additional = body.additionalModelRequestFields;
  if (!isObject(additional)) return found;
  const path = "/additionalModelRequestFields";
  if (present(additional.service_tier) && additional.service_tier !== "auto" && additional.service_tier !== "default")
    found.push({ path: `${path}/service_tier`, strip: undefined, reason: TIER });
  const own = Array.isArray(additional.tools) ? additional.tools : [];
  for (const [index, tool] of own.entries()) {
    const type = isObject(tool) && typeof tool.type === "string" ? tool.type : "";
    if (/^(web_search|web_fetch|code_execution)/.test(type))
      found.push({ path: `${path}/tools/${index}`, strip: undefined, reason: OWN_TOOL });
  }
  return found;
}

/** All that a request asks for beyond what the catalog describes. */
export function extrasOf({ protocol, body }: Pick<IngressRequest, "protocol" | "body">): Extra[] {
  return protocol === "openai-chat"
    ? [...ofMembers(body, CHAT), ...chatTools(body)]
    : [...ofMembers(body, CONVERSE), ...converseTools(body)];
}
