/** What a call can ask for that the gateway refuses unless the policy allows it: asked of the gateway's own rules. */
import { extrasOf } from "@fairlead/runtime/gateway/extras";

type WireProtocol = Parameters<typeof extrasOf>[0]["protocol"];
type JsonObject = Parameters<typeof extrasOf>[0]["body"];

/** A value that the code does not write out. */
export const UNKNOWN: unique symbol = Symbol("unknown");
/** A value as far as the code writes it out. */
export type Written = string | number | boolean | null | typeof UNKNOWN | readonly Written[] | WrittenMap;
export interface WrittenMap {
  readonly [name: string]: Written;
}

interface Row {
  vendor: string;
  protocol: WireProtocol;
  calls: readonly string[];
  /** The request's body, where the arguments are not yet that. */
  bodyOf?: (args: WrittenMap) => WrittenMap;
  /** What the code calls a member of the body, where it is another name. */
  inOwnWords?: (member: string) => string;
}

const ROWS: readonly Row[] = [
  {
    vendor: "openai",
    protocol: "openai-responses",
    calls: ["responses.create", "responses.parse", "responses.stream"],
  },
  {
    vendor: "openai",
    protocol: "openai-chat",
    calls: ["create", "parse", "stream", "runTools"].map((method) => `completions.${method}`),
  },
  {
    vendor: "anthropic",
    protocol: "anthropic-messages",
    calls: ["create", "stream", "parse", "toolRunner"].map((method) => `messages.${method}`),
  },
  {
    vendor: "google",
    protocol: "gemini",
    calls: ["models.generateContent", "models.generateContentStream", "chats.create"],
    bodyOf: geminiBody,
    inOwnWords: (member) => `config.${member}`,
  },
];

/** Google's SDK has tools and what is kept beside how to generate. */
function geminiBody({ config }: WrittenMap): WrittenMap {
  if (!isMap(config)) return {};
  const { tools, ...others } = config;
  return { ...others, ...(tools === undefined ? {} : { tools }), generationConfig: others };
}

const BY_CALL: ReadonlyMap<string, Row> = new Map(ROWS.flatMap((row) => row.calls.map((call) => [call, row] as const)));

/** What stands behind a call's members where it asks for something that is refused: no name of a member has a blank. */
const MARK = "with ";

/** Whether the arguments of a call by these members, in the words of JavaScript, are worth a look. */
export function mayBeRefused(members: readonly string[]): boolean {
  return members.length > 1 && BY_CALL.has(`${members.at(-2)}.${members.at(-1)}`);
}

/** The members with what their call asks for, where that is refused. */
export function withRefused(members: readonly string[], args: WrittenMap): string[] {
  const row = BY_CALL.get(`${members.at(-2)}.${members.at(-1)}`);
  const asked = row && refusedOf(row, args);
  return asked === undefined ? [...members] : [...members, `${MARK}${asked}`];
}

/** Takes the members and what is refused apart again; the vendor is told by the names alone. */
export function splitRefused(members: readonly string[]): {
  members: readonly string[];
  asked?: string;
  vendor?: string;
} {
  const last = members.at(-1);
  if (!last?.startsWith(MARK)) return { members };
  const own = members.slice(0, -1);
  const vendor = BY_CALL.get(`${own.at(-2)}.${own.at(-1)}`)?.vendor;
  return { members: own, asked: last, ...(vendor === undefined ? {} : { vendor }) };
}

/** The first that a call asks for, in the words of the code. */
function refusedOf({ protocol, bodyOf, inOwnWords }: Row, args: WrittenMap): string | undefined {
  const body = bodyOf?.(args) ?? args;
  // What a variable holds may be off, and mostly is what switches something on.
  const isOpen = (name: string) => SWITCHES.has(name) && body[name] === UNKNOWN;
  const known = Object.fromEntries(Object.entries(body).filter(([name]) => !isOpen(name)));
  const [extra] = extrasOf({ protocol, body: known as JsonObject });
  if (!extra) return undefined;
  const [first = "", index, last] = extra.path.split("/").slice(1);
  const member = first === "generationConfig" ? (index ?? first) : first;
  const list = body[first];
  const item = Array.isArray(list) ? (list[Number(index)] as Written | undefined) : undefined;
  const type = isMap(item) && typeof item.type === "string" ? item.type : undefined;
  const what = first === "tools" || first === "input" ? (type ?? last) : undefined;
  return [inOwnWords?.(member) ?? member, ...(what === undefined ? [] : [what])].join(" ");
}

const SWITCHES: ReadonlySet<string> = new Set(["store", "background"]);

const isMap = (value: Written | undefined): value is WrittenMap =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Names that stand for little else than what is refused. */
const RARE = [
  ...["previous_response_id", "service_tier", "serviceTier", "web_search_options", "search_parameters"],
  ...["enable_search", "prompt_cache_retention", "mcp_servers", "inference_geo", "fallback_credit_token"],
  ...["billing_policy", "context_management", "item_reference", "container_upload", "continuation_?[tT]oken"],
  ...["cached_?[cC]ontent", "response_?[mM]odalities", "speech_?[cC]onfig", "image_?[cC]onfig", "routing_?[cC]onfig"],
  ...["model_?[cC]onfig", "model_?[sS]election_?[cC]onfig", "google_?[sS]earch", "url_?[cC]ontext"],
  ...["code_?[eE]xecution", "google_?[mM]aps"],
];

/** Names that stand for much else too: told by the call in which they stand. */
const COMMON = ["plugins", "modalities", "speed", "fallbacks", "compaction", "container", "thread", "tools", "file_id"];

/** How far behind the beginning of a call its arguments are looked for. */
const CALL_LENGTH = 2000;

/** What a text must hold for a call in it to be refused. */
export const REFUSED_PATTERN = [
  `\\b(?:${RARE.join("|")})\\b`,
  "\\b(?:store|background)['\"]?\\s*[:=]\\s*[tT]rue\\b",
  "\\bresponses\\s*\\.\\s*(?:create|parse|stream)\\b",
  "\\b(?:web_search|web_fetch|file_search|code_interpreter|code_execution|image_generation|mcp|tool_search)(?:_\\w+)?['\"]",
  `\\.(?:create|parse|stream|toolRunner|runTools|tool_runner)\\s*\\([^]{0,${CALL_LENGTH}}?\\b(?:${COMMON.join("|")})['"]?\\s*[:=]`,
].join("|");
