/** What to write by hand for clients that have no automatic fix: each was tried against a gateway with its SDK. */

type Advice = Readonly<Record<string, string>>;

interface OwnAdvice {
  ecmascript?: Advice;
  python?: Advice;
}

const url = 'os.environ["FAIRLEAD_URL"]';
const key = 'os.environ["FAIRLEAD_KEY"]';
const HEADER = '{"fairlead-workload": "…"}';

const OPENAI_JS =
  'call the model with OpenAI\'s SDK instead: `new GatewayOpenAI({ workload: "…" })` of @fairlead/runtime/openai';
const OPENAI_PYTHON =
  `call the model with OpenAI's SDK instead: \`OpenAI(base_url=${url} + "/v1", api_key=${key}, ` +
  `default_headers=${HEADER})\``;

/** Of a vendor whose protocol is its own. `*` stands for every other class of the vendor's. */
function ownProtocol(vendor: string): OwnAdvice {
  const why = `the gateway does not speak ${vendor}'s own protocol: `;
  return { ecmascript: { "*": why + OPENAI_JS }, python: { "*": why + OPENAI_PYTHON } };
}

const LITELLM = `add \`api_base=${url} + "/v1", api_key=${key}, extra_headers=${HEADER}\`, and \`openai/\` before the model's name`;
const CHAT_OPENAI_JS =
  "take ChatOpenAI of @langchain/openai instead, with `apiKey: process.env.FAIRLEAD_KEY, configuration: { baseURL: " +
  'process.env.FAIRLEAD_URL + "/v1", defaultHeaders: { "fairlead-workload": "…" } }`';
const CHAT_OPENAI_PYTHON =
  `take ChatOpenAI of langchain_openai instead, with \`base_url=${url} + "/v1", api_key=${key}, ` +
  `default_headers=${HEADER}\``;
const CONVERSE_PYTHON =
  `\`ChatBedrockConverse(endpoint_url=${url}, config=Config(signature_version=UNSIGNED), default_headers={"Authorization": ` +
  `f"Bearer {os.environ['FAIRLEAD_KEY']}", "fairlead-workload": "…"})\` of langchain_aws and botocore`;
const CONVERSE_JS =
  'hand the gateway\'s client to ChatBedrockConverse: `client: new GatewayBedrockRuntimeClient({ workload: "…" })` of ' +
  "@fairlead/runtime/bedrock, beside model and region";
const AGENTS = "the gateway does not serve agents and knowledge bases: leave it";
const GEMINI_EMBEDDINGS = "the gateway does not serve Gemini's embeddings: leave it, or take OpenAI's";

/** Classes in LangChain's old places, which have a fix in the vendor's own package. */
function fromItsOwn(module: string, ...names: string[]): Advice {
  return Object.fromEntries(names.map((name) => [name, `take ${name} from ${module}, where it has a fix`]));
}

const BY_HAND: Readonly<Record<string, OwnAdvice>> = {
  openai: {
    ecmascript: {
      OpenAIApi: `it is of a version before 4: ${OPENAI_JS}`,
      OpenAIClient: `its package is no longer kept up: ${OPENAI_JS}`,
    },
  },
  bedrock: {
    ecmascript: {
      BedrockAgentRuntimeClient: AGENTS,
      BedrockAgentRuntime: AGENTS,
    },
  },
  "ai-sdk": {
    ecmascript: {
      "*": "take createOpenAI of @ai-sdk/openai instead, which has a fix, and the model's name in the catalog",
    },
  },
  llamaindex: {
    ecmascript: { "*": "take OpenAI of @llamaindex/openai instead, which has a fix" },
    python: { "*": "take OpenAI of llama_index.llms.openai instead, which has a fix" },
  },
  // Near to OpenAI's, with members that OpenAI refuses (`random_seed`, `safe_prompt`, `prefix`).
  mistral: ownProtocol("Mistral"),
  cohere: ownProtocol("Cohere"),
  together: { python: { "*": OPENAI_PYTHON } },
  xai: { python: { "*": OPENAI_PYTHON } },
  openrouter: { ecmascript: { "*": OPENAI_JS }, python: { "*": OPENAI_PYTHON } },
  replicate: ownProtocol("Replicate"),
  ollama: ownProtocol("Ollama"),
  litellm: { python: { "*": LITELLM } },
  instructor: {
    python: {
      "*": `give it a client: \`instructor.from_openai(OpenAI(base_url=${url} + "/v1", api_key=${key}, default_headers=${HEADER}))\``,
    },
  },
  google: {
    ecmascript: {
      GoogleGenerativeAI:
        "its address is given with each model: `new GoogleGenerativeAI(process.env.FAIRLEAD_KEY)`, then `getGenerativeModel(model, " +
        '{ baseUrl: process.env.FAIRLEAD_URL, customHeaders: { "fairlead-workload": "…" } })`; or take GatewayGoogleGenAI of ' +
        "@fairlead/runtime/google, since the package is no longer kept up",
      "*": 'take `new GatewayGoogleGenAI({ workload: "…" })` of @fairlead/runtime/google instead, whose models are the same',
    },
    python: {
      GenerativeModel:
        `google.generativeai keeps one address for the whole program: \`genai.configure(api_key=${key}, transport="rest", ` +
        `client_options={"api_endpoint": ${url}}, default_metadata=[("fairlead-workload", "…")])\`, without async calls; or ` +
        "take google-genai's Client, which has a fix and serves Vertex AI too",
      TextEmbeddingModel: GEMINI_EMBEDDINGS,
      "*": "take google-genai's Client, which has a fix",
    },
  },
  langchain: {
    ecmascript: {
      ChatBedrockConverse: CONVERSE_JS,
      BedrockChat: `it calls InvokeModel, which the gateway does not serve; ${CONVERSE_JS}`,
      ChatBedrock: `it calls InvokeModel, which the gateway does not serve; ${CONVERSE_JS}`,
      ...fromItsOwn("@langchain/openai", "ChatOpenAI", "AzureChatOpenAI", "OpenAIEmbeddings"),
      ...fromItsOwn("@langchain/anthropic", "ChatAnthropic"),
      ChatMistralAI: CHAT_OPENAI_JS,
      ChatXAI: CHAT_OPENAI_JS,
      ChatCohere: CHAT_OPENAI_JS,
      ChatOllama: CHAT_OPENAI_JS,
      ChatTogetherAI: CHAT_OPENAI_JS,
      ChatFireworks: CHAT_OPENAI_JS,
      ChatOpenRouter: CHAT_OPENAI_JS,
      GoogleGenerativeAIEmbeddings: GEMINI_EMBEDDINGS,
    },
    python: {
      ChatBedrockConverse: `write ${CONVERSE_PYTHON}`,
      ChatBedrock: `it calls InvokeModel, which the gateway does not serve; write ${CONVERSE_PYTHON}`,
      BedrockChat: `it calls InvokeModel, which the gateway does not serve; write ${CONVERSE_PYTHON}`,
      ...fromItsOwn("langchain_openai", "ChatOpenAI", "AzureChatOpenAI", "OpenAIEmbeddings", "AzureOpenAIEmbeddings"),
      ...fromItsOwn("langchain_anthropic", "ChatAnthropic"),
      ChatMistralAI: CHAT_OPENAI_PYTHON,
      ChatCohere: CHAT_OPENAI_PYTHON,
      ChatOllama: CHAT_OPENAI_PYTHON,
      ChatTogether: CHAT_OPENAI_PYTHON,
      ChatFireworks: CHAT_OPENAI_PYTHON,
      ChatPerplexity: CHAT_OPENAI_PYTHON,
      ChatLiteLLM: CHAT_OPENAI_PYTHON,
      GoogleGenerativeAIEmbeddings: GEMINI_EMBEDDINGS,
    },
  },
};

/** What to write for a class or a function of a vendor's; undefined where there is nothing to say but what holds for all. */
export function byHand(vendorId: string, name: string, language: "ecmascript" | "python"): string | undefined {
  const own = BY_HAND[vendorId]?.[language];
  return own?.[name.replace(/^.*\.|\(.*$/g, "")] ?? own?.["*"];
}
