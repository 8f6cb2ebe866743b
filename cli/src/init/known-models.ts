/**
 * What `fairlead init` knows of models by their names. Windows and limits are those that the vendors' model pages
 * state, of the smallest member of a family where members differ: too small refuses a request, too large breaks one.
 */
import type { Capability } from "@fairlead/runtime/documents";

export interface ModelFamily {
  /** Of the name as it stands in code. */
  pattern: RegExp;
  /** The vendor that a name without any other hint is bought from. */
  vendor: string;
  supplier: string;
  contextWindow: number;
  maxOutputTokens?: number;
  capabilities: readonly Capability[];
}

const MULTIMODAL: readonly Capability[] = ["chat", "tools", "structured-output", "vision"];
const TOOLS: readonly Capability[] = ["chat", "tools"];
const CHAT: readonly Capability[] = ["chat"];

/** Names of models that answer in something else than text, or that only embed: no route of a chat is for them. */
const NO_CHAT =
  /embed|whisper|tts|dall-e|image|audio|realtime|transcribe|moderation|rerank|imagen|veo|sora|canvas|reel|sonic|stability\./;

/** A name with Bedrock's supplier in front. */
const BEDROCK =
  /^(?:(?:us|us-gov|eu|apac|global|jp|au|ca)\.)?(amazon|anthropic|meta|mistral|cohere|ai21|deepseek|openai|qwen|writer)\.([\w.:-]+)$/;

/** The first that matches holds. */
const FAMILIES: readonly ModelFamily[] = [
  {
    pattern: /^gpt-4o/,
    vendor: "openai",
    supplier: "openai",
    contextWindow: 128_000,
    maxOutputTokens: 16_384,
    capabilities: MULTIMODAL,
  },
  {
    pattern: /^gpt-4\.1/,
    vendor: "openai",
    supplier: "openai",
    contextWindow: 1_000_000,
    maxOutputTokens: 32_768,
    capabilities: MULTIMODAL,
  },
  {
    pattern: /^gpt-4-turbo/,
    vendor: "openai",
    supplier: "openai",
    contextWindow: 128_000,
    maxOutputTokens: 4_096,
    capabilities: [...TOOLS, "vision"],
  },
  {
    pattern: /^gpt-4/,
    vendor: "openai",
    supplier: "openai",
    contextWindow: 8_192,
    maxOutputTokens: 4_096,
    capabilities: TOOLS,
  },
  {
    pattern: /^gpt-3(?:\.5|5)/,
    vendor: "openai",
    supplier: "openai",
    contextWindow: 16_385,
    maxOutputTokens: 4_096,
    capabilities: TOOLS,
  },
  {
    pattern: /^(?:gpt-[5-9]|chatgpt-)/,
    vendor: "openai",
    supplier: "openai",
    contextWindow: 128_000,
    maxOutputTokens: 16_384,
    capabilities: MULTIMODAL,
  },
  {
    pattern: /^o[134](?:-|$)/,
    vendor: "openai",
    supplier: "openai",
    contextWindow: 128_000,
    maxOutputTokens: 65_536,
    capabilities: CHAT,
  },
  {
    pattern: /^claude-/,
    vendor: "anthropic",
    supplier: "anthropic",
    contextWindow: 200_000,
    maxOutputTokens: 4_096,
    capabilities: [...TOOLS, "vision"],
  },
  {
    pattern: /^gemini-/,
    vendor: "google",
    supplier: "google",
    contextWindow: 1_000_000,
    maxOutputTokens: 8_192,
    capabilities: MULTIMODAL,
  },
  {
    pattern: /^(?:open-)?(?:mistral|mixtral|codestral|ministral|pixtral|magistral|devstral)-/,
    vendor: "mistral",
    supplier: "mistral",
    contextWindow: 32_000,
    capabilities: TOOLS,
  },
  {
    pattern: /^nova-/,
    vendor: "bedrock",
    supplier: "amazon",
    contextWindow: 128_000,
    maxOutputTokens: 5_000,
    capabilities: TOOLS,
  },
  {
    pattern: /^command-/,
    vendor: "cohere",
    supplier: "cohere",
    contextWindow: 128_000,
    maxOutputTokens: 4_000,
    capabilities: TOOLS,
  },
  {
    pattern: /^deepseek-/,
    vendor: "deepseek",
    supplier: "deepseek",
    contextWindow: 64_000,
    maxOutputTokens: 8_000,
    capabilities: TOOLS,
  },
  { pattern: /^grok-/, vendor: "xai", supplier: "xai", contextWindow: 128_000, capabilities: TOOLS },
  { pattern: /^llama-?\d/, vendor: "groq", supplier: "meta", contextWindow: 8_192, capabilities: CHAT },
];

export interface KnownModel {
  /** Fit for an id of the catalog. */
  id: string;
  /** As the provider calls it. */
  upstream: string;
  family: ModelFamily;
}

/** The model that a text in code names; undefined where it is no name of a chat model. */
export function modelNamed(text: string): KnownModel | undefined {
  if (NO_CHAT.test(text)) return undefined;
  const bedrock = BEDROCK.exec(text);
  if (bedrock?.[1] && bedrock[2]) {
    // `claude-3-5-sonnet-20240620-v1:0`: the version of Bedrock's wrapping is no part of the model.
    const name = bedrock[2].replace(/-v\d+(?::\d+)*(?::\d+k)?$/, "");
    const family = familyOf(name) ?? { ...UNKNOWN, supplier: bedrock[1] };
    return { id: asId(name), upstream: text, family: { ...family, vendor: "bedrock" } };
  }
  // LangChain, LiteLLM and the Vertex SDKs put a vendor in front: `openai/gpt-4o`, `models/gemini-2.5-pro`.
  const name = text.replace(/^[\w-]+[/:](?=[a-z])/, "");
  const family = familyOf(name);
  return family && { id: asId(name), upstream: name, family };
}

const UNKNOWN: ModelFamily = {
  pattern: /^/,
  vendor: "bedrock",
  supplier: "",
  contextWindow: 8_192,
  capabilities: CHAT,
};

function familyOf(name: string): ModelFamily | undefined {
  if (!/^[a-z][\w.:-]{2,80}$/.test(name)) return undefined;
  return FAMILIES.find(({ pattern }) => pattern.test(name));
}

function asId(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9._-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "");
}
