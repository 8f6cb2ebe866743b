/** What a call can ask for that the gateway refuses unless the policy allows it: `runtime/src/gateway/extras` says why. */

/** A value that the code does not write out. */
export const UNKNOWN: unique symbol = Symbol("unknown");
/** A value as far as the code writes it out. */
export type Written = string | number | boolean | null | typeof UNKNOWN | readonly Written[] | WrittenMap;
export interface WrittenMap {
  readonly [name: string]: Written;
}

type Asks = (value: Written) => string | undefined;

const isMap = (value: Written | undefined): value is WrittenMap =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const listOf = (value: Written | undefined): readonly Written[] =>
  Array.isArray(value) ? (value as readonly Written[]) : [];

/** Written out at all, and not as off. */
const given = (value: Written): boolean => value !== null && value !== false;
const word: Asks = (value) => (given(value) ? "" : undefined);
/** A variable may be off. */
const on: Asks = (value) => (value === true ? "" : undefined);
const tier: Asks = (value) =>
  given(value) && !["auto", "default", "standard_only"].includes(String(value)) ? "" : undefined;

/** A tool of a type that the provider runs. */
const toolsBut =
  (own: RegExp): Asks =>
  (value) => {
    for (const tool of listOf(value)) {
      const type = isMap(tool) ? tool.type : undefined;
      if (typeof type === "string" && !own.test(type)) return ` ${type}`;
    }
    return undefined;
  };

const googleTools: Asks = (value) => {
  const names = listOf(value).flatMap((tool) => (isMap(tool) ? Object.keys(tool) : []));
  const name = names.find((one) => !/^(?:function_?declarations|computer_?use)$/i.test(one));
  return name === undefined ? undefined : ` ${name}`;
};

const googleConfig: Asks = (value) => {
  if (!isMap(value)) return undefined;
  const asked = refusedOf(value, { tools: googleTools, cachedContent: word, cached_content: word });
  return asked === undefined ? undefined : `.${asked}`;
};

interface Row {
  vendor: string;
  calls: readonly string[];
  members: Readonly<Record<string, Asks>>;
}

const ROWS: readonly Row[] = [
  {
    vendor: "openai",
    calls: ["responses.create", "responses.parse", "responses.stream"],
    members: {
      previous_response_id: word,
      conversation: word,
      prompt: word,
      background: on,
      store: on,
      service_tier: tier,
      tools: toolsBut(
        /^(?:function|custom|local_shell|shell|apply_patch|computer|computer_use_preview|namespace|tool_search)$/,
      ),
    },
  },
  {
    vendor: "openai",
    calls: ["completions.create", "completions.parse", "completions.stream"],
    members: { store: on, service_tier: tier, web_search_options: word },
  },
  {
    vendor: "anthropic",
    calls: ["messages.create", "messages.stream", "messages.parse", "messages.toolRunner"],
    members: {
      mcp_servers: word,
      container: word,
      service_tier: tier,
      tools: toolsBut(/^(?:custom$|bash_|text_editor_|computer_|memory_|browser_)/),
    },
  },
  {
    vendor: "google",
    calls: ["models.generateContent", "models.generateContentStream", "chats.create"],
    members: { config: googleConfig },
  },
];

const BY_CALL: ReadonlyMap<string, Row> = new Map(ROWS.flatMap((row) => row.calls.map((call) => [call, row] as const)));

/** What stands behind a call's members where it asks for something that is refused: no name of a member has a blank. */
const MARK = "with ";

/** Whether the arguments of a call by these members, in the words of JavaScript, are worth a look. */
export function mayBeRefused(members: readonly string[]): boolean {
  return members.length > 1 && BY_CALL.has(`${members.at(-2)}.${members.at(-1)}`);
}

/** The members with what their call asks for, where that is refused. */
export function withRefused(members: readonly string[], body: WrittenMap): string[] {
  const row = BY_CALL.get(`${members.at(-2)}.${members.at(-1)}`);
  const asked = row && refusedOf(body, row.members);
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

function refusedOf(body: WrittenMap, members: Readonly<Record<string, Asks>>): string | undefined {
  for (const [name, asks] of Object.entries(members)) {
    const value = body[name];
    const asked = value === undefined ? undefined : asks(value);
    if (asked !== undefined) return `${name}${asked}`;
  }
  return undefined;
}

/** What a text must hold for a call in it to be refused. */
export const REFUSED_PATTERN = [
  "\\b(?:previous_response_id|service_tier|web_search_options|mcp_servers|cached_?[cC]ontent)\\b",
  "\\b(?:store|background)['\"]?\\s*[:=]\\s*[tT]rue\\b",
  "\\bresponses\\s*\\.\\s*(?:create|parse|stream)\\b",
  "\\b(?:web_search|web_fetch|file_search|code_interpreter|code_execution|image_generation|mcp|tool_search)(?:_\\w+)?['\"]",
  "\\b(?:google_?[sS]earch|url_?[cC]ontext|code_?[eE]xecution|google_?[mM]aps)\\b",
].join("|");
