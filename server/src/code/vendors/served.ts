/** What of each vendor's SDK the gateway answers. To serve more is to move a path from one row to another. */
import { REFUSED_PATTERN, splitRefused } from "./refused.ts";

/** The members of a client, by their dotted paths in the words of JavaScript; Python's are read as the same. */
export interface ServedSurface {
  /** Calls that the gateway answers. */
  served: readonly string[];
  /** Members at the top of a client that send nothing themselves. */
  local: readonly string[];
  /** Calls that it does not answer, by their last two names (or their only one), telling wherever they stand. */
  unserved: readonly string[];
  /** Classes of the vendor's package, sent by `send`, that the gateway answers; the package's others are not served. */
  commands?: { served: readonly string[]; pattern: RegExp };
}

const CHAT = ["create", "parse", "stream", "runTools", "runFunctions"];

const openai: ServedSurface = {
  served: [
    ...CHAT.map((method) => `chat.completions.${method}`),
    // Where older versions of the package have the same calls.
    ...CHAT.map((method) => `beta.chat.completions.${method}`),
    ...["create", "parse", "stream"].map((method) => `responses.${method}`),
    "embeddings.create",
    "models.list",
    "models.retrieve",
  ],
  local: [
    ...["webhooks", "withOptions", "copy", "close", "isClosed", "timeout", "maxRetries", "logger", "logLevel", "fetch"],
    ...["apiKey", "baseURL", "baseUrl", "organization", "project", "defaultHeaders", "defaultQuery", "buildURL"],
    ...["constructor", "toString", "_options", "_client"],
  ],
  unserved: [
    ...methods("images", "generate", "edit", "createVariation"),
    ...methods("speech", "create"),
    ...methods("transcriptions", "create"),
    ...methods("translations", "create"),
    ...methods("moderations", "create"),
    ...methods("responses", "retrieve", "cancel", "connect", "compact", "inputItems", "inputTokens"),
    ...methods("files", "create", "content", "waitForProcessing", "retrieveContent"),
    ...methods("assistants", "create", "retrieve", "update", "list", "delete", "del"),
    ...methods("threads", "create", "retrieve", "createAndRun", "createAndRunPoll", "createAndRunStream"),
    ...methods("runs", "createAndPoll", "createAndStream", "submitToolOutputs", "submitToolOutputsAndPoll"),
    ...methods("vectorStores", "create", "retrieve", "search", "files", "fileBatches"),
    ...methods("fileBatches", "uploadAndPoll", "createAndPoll"),
    ...methods("fineTuning", "jobs", "checkpoints", "alpha"),
    ...methods("batches", "create", "retrieve", "cancel"),
    ...methods("uploads", "create", "parts", "complete"),
    ...methods("realtime", "connect", "clientSecrets", "sessions", "transcriptionSessions", "calls"),
    ...methods("containers", "create"),
    ...methods("evals", "create"),
    ...methods("conversations", "create", "items"),
    ...methods("videos", "create", "remix", "downloadContent", "createAndPoll"),
    ...methods("beta", "assistants", "threads", "realtime", "vectorStores"),
  ],
};

const bedrock: ServedSurface = {
  served: ["converse", "converseStream", "send"],
  local: ["config", "middlewareStack", "destroy", "meta", "exceptions", "close", "canPaginate", "constructor"],
  unserved: [
    ...["invokeModel", "invokeModelWithResponseStream", "invokeModelWithBidirectionalStream"],
    ...["applyGuardrail", "startAsyncInvoke", "getAsyncInvoke", "listAsyncInvokes"],
  ],
  commands: { served: ["ConverseCommand", "ConverseStreamCommand"], pattern: /^[A-Z]\w*Command$/ },
};

/** What chooses the form of an answer, and what a client tells of itself. */
const OWN = ["withOptions", "copy", "close", "timeout", "maxRetries", "logger", "logLevel", "fetch", "constructor"];

const anthropic: ServedSurface = {
  served: [
    ...["messages", "beta.messages"].flatMap((resource) =>
      ["create", "stream", "parse", "toolRunner", "countTokens"].map((method) => `${resource}.${method}`),
    ),
    "models.list",
    "models.retrieve",
  ],
  local: [...OWN, "apiKey", "authToken", "baseURL", "baseUrl", "defaultHeaders", "buildURL", "_options", "toString"],
  unserved: [
    ...methods("messages", "batches"),
    ...methods("beta", "files", "models", "skills", "agents", "sessions", "environments", "memoryStores"),
  ],
};

const google: ServedSurface = {
  served: ["", "aio."].flatMap((prefix) => [
    ...["generateContent", "generateContentStream", "countTokens", "list", "get"].map(
      (method) => `${prefix}models.${method}`,
    ),
    `${prefix}chats`,
  ]),
  local: [...OWN, "vertexai", "apiClient", "aclose"],
  unserved: [
    ...methods("models", "embedContent", "generateImages", "generateVideos", "editImage", "upscaleImage"),
    ...methods("models", "recontextImage", "segmentImage", "computeTokens"),
    ...methods("live", "connect"),
    ...methods("caches", "create", "get", "list", "update"),
    ...methods("tunings", "tune"),
    ...methods("files", "upload", "download"),
    ...methods("fileSearchStores", "create"),
    ...methods("interactions", "create"),
  ],
};

/** What a provider of the AI SDK makes models by. */
function provider(served: readonly string[], unserved: readonly string[]): ServedSurface {
  return { served: ["languageModel", ...served], local: ["constructor", "name", "specificationVersion"], unserved };
}

const SERVED: Readonly<Record<string, ServedSurface>> = {
  openai,
  bedrock,
  anthropic,
  google,
  // Packages of the shape of OpenAI's, for hosts of their own.
  "openai-shaped": {
    served: ["chat.completions.create", "chat.completions.stream", "embeddings.create", "models.list"],
    local: OWN,
    unserved: [],
  },
  "google-generative-ai": {
    served: ["getGenerativeModel"],
    local: [...OWN, "apiKey"],
    unserved: ["getGenerativeModelFromCachedContent"],
  },
  "ai-sdk-openai": provider(
    ["chat", "responses", "embedding", "textEmbedding", "textEmbeddingModel", "embeddingModel"],
    ["transcriptionModel", "speechModel", "imageModel"],
  ),
  "ai-sdk-anthropic": provider(["chat", "messages"], []),
  "ai-sdk-google": provider(["chat", "generativeAI"], []),
  "ai-sdk-bedrock": provider([], []),
  "ai-sdk-chat": provider(["chat", "chatModel"], []),
};

function methods(resource: string, ...names: string[]): string[] {
  return names.map((name) => `${resource}.${name}`);
}

/** What the gateway serves of a vendor's SDK; undefined for a vendor whose clients it has no stand-in for. */
export function servedSurface(vendorId: string): ServedSurface | undefined {
  return SERVED[vendorId];
}

/** Python's members as JavaScript would write them, without those that only choose the form of an answer. */
export function membersOfPython(members: readonly string[]): string[] {
  return members.filter((name) => !/^with_(?:raw|streaming)_response$/.test(name)).map(camelCase);
}

/** The call that the gateway does not answer, of members that certainly are a client's; undefined where it does. */
export function unservedOnClient(vendorId: string, all: readonly string[]): string | undefined {
  const surface = SERVED[vendorId];
  const { members, asked } = splitRefused(all);
  const [first] = members;
  if (!surface || first === undefined || surface.local.includes(first)) return undefined;
  const path = `${members.join(".")}.`;
  // `client.chat` alone leads to what is served, and `client.chat.completions.create.bind` has used it.
  const fits = surface.served.some((served) => `${served}.`.startsWith(path) || path.startsWith(`${served}.`));
  if (!fits) return members.join(".");
  return asked === undefined ? undefined : `${members.join(".")} ${asked}`;
}

const TELLING: ReadonlyMap<string, string> = new Map(
  Object.entries(SERVED).flatMap(([vendor, { unserved }]) => unserved.map((path) => [path, vendor] as const)),
);

/** The vendor's call that the gateway does not answer, told by the names alone at the end of some members. */
export function tellingCall(all: readonly string[]): { vendor: string; call: string } | undefined {
  const { members, asked, vendor: refusing } = splitRefused(all);
  if (asked !== undefined && refusing !== undefined)
    return { vendor: refusing, call: `${members.slice(-2).join(".")} ${asked}` };
  for (let at = 0; at < members.length; at++) {
    const one = members[at] as string;
    const two = `${one}.${members[at + 1]}`;
    const call = TELLING.has(two) ? two : TELLING.has(one) ? one : undefined;
    const vendor = call && TELLING.get(call);
    if (call && vendor) return { vendor, call };
  }
  return undefined;
}

/** Usual names of the AI SDK's providers: a model of theirs is told by the two names together alone, `openai.image`. */
const PROVIDERS: ReadonlyMap<string, string> = new Map([
  ["openai", "ai-sdk-openai"],
  ["azure", "ai-sdk-openai"],
  ["anthropic", "ai-sdk-anthropic"],
  ["google", "ai-sdk-google"],
  ["bedrock", "ai-sdk-bedrock"],
]);
const UNSERVED_MODELS = [
  "image",
  "speech",
  "transcription",
  "completion",
  "video",
  "embedding",
  "textEmbedding",
  "tools",
];

/** The same of a model that a provider makes, by the provider's name. */
export function tellingModel(
  root: string | undefined,
  members: readonly string[],
): { vendor: string; call: string } | undefined {
  const vendor = root === undefined ? undefined : PROVIDERS.get(root);
  const [first = ""] = members;
  if (vendor === undefined || !UNSERVED_MODELS.includes(first)) return undefined;
  const call = unservedOnClient(vendor, members);
  return call === undefined ? undefined : { vendor, call: `${root}.${call}` };
}

/** What a text must hold for any telling call to be in it: a look that costs a hundredth of parsing. */
export const TELLING_PATTERN = new RegExp(
  [
    ...[...TELLING.keys()].map(tellingPattern),
    REFUSED_PATTERN,
    `\\b(?:${[...PROVIDERS.keys()].join("|")})\\.(?:${UNSERVED_MODELS.join("|")})[(.]`,
  ].join("|"),
);

function tellingPattern(path: string): string {
  const either = (name: string) => (snakeCase(name) === name ? name : `(?:${name}|${snakeCase(name)})`);
  const [resource = "", method] = path.split(".");
  // A single name is a method of a client that sends commands too: `InvokeModelCommand`.
  if (method === undefined) {
    return `\\.${either(resource)}\\b|\\b${resource[0]?.toUpperCase()}${resource.slice(1)}Command\\b`;
  }
  return `\\.${either(resource)}\\s*[?!]?\\s*\\.\\s*(?:with\\w+\\s*\\.\\s*)?${either(method)}\\b`;
}

function camelCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
