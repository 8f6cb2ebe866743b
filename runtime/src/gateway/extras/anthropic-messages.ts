import { isObject } from "../../protocols/shared/json.ts";
import { type Body, type Extra, type Known, OWN_TOOL, ofMembers, present, TIER } from "./extra.ts";

const OTHER_MODEL = "another model would answer, at another price and under other terms";

/** Members of Anthropic's Messages. `auto` takes capacity that is paid for already, where there is any. */
const MESSAGES: readonly Known[] = [
  {
    member: "service_tier",
    asks: (value) => present(value) && value !== "auto" && value !== "standard_only",
    reason: TIER,
  },
  {
    member: "speed",
    asks: (value) => present(value) && value !== "standard",
    reason: "fast answers have another price",
  },
  { member: "inference_geo", asks: present, reason: "another place has another price, and is the catalog's to choose" },
  { member: "fallbacks", asks: present, reason: OTHER_MODEL },
  { member: "fallback_credit_token", asks: present, reason: OTHER_MODEL },
  { member: "billing_policy", asks: present, reason: "it changes who pays for what" },
  { member: "compaction", asks: present, reason: "the provider would read the history twice" },
  { member: "context_management", asks: compacts, reason: "the provider would read the history twice" },
];

/** Members without which the request would be another one. */
const WITHIN: readonly Known[] = [
  { member: "container", asks: present, reason: "a container is billed by the hour, and keeps files" },
  {
    member: "mcp_servers",
    asks: (value) => present(value) && !(Array.isArray(value) && value.length === 0),
    reason: "the provider would send parts of the request to servers that no rule knows",
  },
  { member: "thread", asks: present, reason: "the provider would keep the conversation" },
];

/** Tools of Anthropic's that the caller runs; all others that have a type run at Anthropic. */
const RUN_BY_CALLER = /^(?:custom$|bash_|text_editor_|computer_|memory_|browser_)/;

function compacts(value: unknown): boolean {
  if (!isObject(value) || !Array.isArray(value.edits)) return false;
  return value.edits.some((edit) => isObject(edit) && typeof edit.type === "string" && edit.type.startsWith("compact"));
}

function ownTools({ tools }: Body): Extra[] {
  if (!Array.isArray(tools)) return [];
  return tools.flatMap((tool: unknown, index): Extra[] => {
    const type = isObject(tool) ? tool.type : undefined;
    if (typeof type !== "string" || RUN_BY_CALLER.test(type)) return [];
    return [{ path: `/tools/${index}`, strip: undefined, reason: OWN_TOOL }];
  });
}

/** Files that the provider's account holds: whose they are, and what they hold, no rule has seen. */
function keptFiles(body: Body): Extra[] {
  if (!Array.isArray(body.messages)) return [];
  return body.messages.flatMap((message: unknown, index) =>
    isObject(message) ? filesIn(message.content, `/messages/${index}/content`) : [],
  );
}

function filesIn(content: unknown, path: string): Extra[] {
  if (!Array.isArray(content)) return [];
  return content.flatMap((block: unknown, index): Extra[] => {
    if (!isObject(block)) return [];
    const place = `${path}/${index}`;
    const { source } = block;
    if (block.type === "container_upload" || (isObject(source) && source.type === "file"))
      return [{ path: place, strip: undefined, reason: "a file that the provider keeps is read, whosever it is" }];
    if (isObject(source) && source.type === "content") return filesIn(source.content, `${place}/source/content`);
    return block.type === "tool_result" ? filesIn(block.content, `${place}/content`) : [];
  });
}

/** What a request for Messages asks for beyond what the catalog describes. */
export function messagesExtras(body: Body): Extra[] {
  const within = ofMembers(body, WITHIN).map((extra) => ({ ...extra, strip: undefined }));
  return [...ofMembers(body, MESSAGES), ...within, ...ownTools(body), ...keptFiles(body)];
}
