import { type NeutralRequest, type SerialisedRequest, type TranslationLoss, UntranslatableError } from "../neutral.ts";
import { uniqueLosses } from "../shared/losses.ts";
import { cleanSchema } from "./clean-schema.ts";
import { serialiseMessages } from "./serialise-messages.ts";
import { serialiseTools } from "./serialise-tools.ts";
import { writeThinking } from "./thinking.ts";

export interface GeminiRequestOptions {
  /** The provider's name of the model: generations differ in what they take. */
  model: string;
  /** Always sent. */
  maxOutputTokens: number;
  /** Whether Vertex AI serves it, which differs from the Gemini API in a few members. */
  isVertex: boolean;
}

/** Gemini's limit of stop sequences. */
const MOST_STOPS = 5;

/** Writes a neutral request as a generateContent body. Throws UntranslatableError for what that can not say. */
export function serialiseRequest(request: NeutralRequest, options: GeminiRequestOptions): SerialisedRequest {
  const losses: TranslationLoss[] = [...request.losses];
  const { paths, stop } = request;
  if (stop.length > MOST_STOPS) {
    const message = `${paths.stop} has ${stop.length} stop sequences; Gemini takes ${MOST_STOPS}.`;
    throw new UntranslatableError(paths.stop, message);
  }
  const isOld = isBeforeGemini3(options.model);
  checkPenalties(request, options);
  const dialect = { checksSignatures: !isOld, callIds: !options.isVertex };
  const { system, contents } = serialiseMessages(request, losses, dialect);
  const tools = serialiseTools(request, losses);
  const format = responseFormat(request, losses, isOld);
  const config: Record<string, unknown> = {
    maxOutputTokens: options.maxOutputTokens,
    temperature: request.temperature,
    topP: request.topP,
    stopSequences: stop.length > 0 ? stop : undefined,
    seed: request.seed,
    // Many models refuse a penalty at all, and 0 is none.
    presencePenalty: request.presencePenalty || undefined,
    frequencyPenalty: request.frequencyPenalty || undefined,
    thinkingConfig: writeThinking(request, options.model, losses),
    ...format,
  };
  const body: Record<string, unknown> = {
    contents,
    ...(system.length > 0 ? { systemInstruction: { parts: system } } : {}),
    ...tools,
    generationConfig: Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined)),
  };
  return { body, losses: uniqueLosses(losses) };
}

/** The Gemini API has no penalties for the models of one generation. */
function checkPenalties(request: NeutralRequest, { model, isVertex }: GeminiRequestOptions): void {
  if (isVertex || !/gemini-2\.5\b/.test(model)) return;
  for (const name of ["presencePenalty", "frequencyPenalty"] as const) {
    const path = request.paths[name];
    if (request[name]) throw new UntranslatableError(path, `${path} can not be said to ${model}. Leave it out.`);
  }
}

/** Models whose name tells no generation are taken for the newest. */
function isBeforeGemini3(model: string): boolean {
  return /gemini-[12]\b/.test(model);
}

function responseFormat(
  request: NeutralRequest,
  losses: TranslationLoss[],
  isOld: boolean,
): Record<string, unknown> | undefined {
  const { responseFormat: format, paths } = request;
  if (format === undefined || format.kind === "text") return undefined;
  const path = paths.responseFormat;
  if (isOld && request.tools.length > 0) {
    throw new UntranslatableError(path, `${path} and tools exclude each other in models before Gemini 3.`);
  }
  if (format.kind === "json-object") return { responseMimeType: "application/json" };
  const schema = cleanSchema(format.schema, { path, losses, isPromise: true });
  const described = format.description === undefined ? schema : { ...schema, description: format.description };
  return { responseMimeType: "application/json", responseSchema: described };
}
