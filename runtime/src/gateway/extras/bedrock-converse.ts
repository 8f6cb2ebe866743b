import { isObject } from "../../protocols/shared/json.ts";
import { messagesExtras } from "./anthropic-messages.ts";
import { type Body, type Extra, type Known, OWN_TOOL, ofMembers, present, TIER } from "./extra.ts";

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
  // What Anthropic's own protocol has, its models take here too.
  for (const extra of messagesExtras({ ...additional, service_tier: undefined }))
    found.push({ ...extra, path: path + extra.path, strip: undefined });
  return found;
}

/** What a request for Converse asks for beyond what the catalog describes. */
export function converseExtras(body: Body): Extra[] {
  return [...ofMembers(body, CONVERSE), ...converseTools(body)];
}
