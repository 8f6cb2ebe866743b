import { type NeutralRequest, type SerialisedRequest, type TranslationLoss, UntranslatableError } from "../neutral.ts";
import { uniqueLosses } from "../shared/losses.ts";
import { capMarks } from "./cap-marks.ts";
import { cleanSchema } from "./clean-schema.ts";
import { serialiseMessages } from "./serialise-messages.ts";
import { serialiseTools } from "./serialise-tools.ts";
import { writeThinking } from "./thinking.ts";

interface AnthropicRequestOptions {
  /** The provider's name of the model. */
  model: string;
  /** Always sent. */
  maxOutputTokens: number;
}

/** Writes a neutral request as a Messages body. Throws UntranslatableError for what that can not say. */
export function serialiseRequest(request: NeutralRequest, options: AnthropicRequestOptions): SerialisedRequest {
  const losses: TranslationLoss[] = [...request.losses];
  checkSampling(request, losses);
  const { system, messages } = serialiseMessages(request, losses);
  const { thinking, effort } = writeThinking(request, options, losses);
  const format = serialiseFormat(request, losses);
  const outputConfig = { ...(effort === undefined ? {} : { effort }), ...(format === undefined ? {} : { format }) };
  const optional: Record<string, unknown> = {
    system: system.length > 0 ? system : undefined,
    temperature: request.temperature,
    top_p: request.topP,
    stop_sequences: request.stop.length > 0 ? request.stop : undefined,
    thinking,
    output_config: Object.keys(outputConfig).length > 0 ? outputConfig : undefined,
    ...serialiseTools(request, losses),
    stream: request.stream || undefined,
  };
  const body: Record<string, unknown> = { model: options.model, max_tokens: options.maxOutputTokens, messages };
  for (const [name, value] of Object.entries(optional)) if (value !== undefined) body[name] = value;
  capMarks(body, request, losses);
  return { body, losses: uniqueLosses(losses) };
}

function checkSampling(request: NeutralRequest, losses: TranslationLoss[]): void {
  const { paths, temperature, stop } = request;
  if (temperature !== undefined && temperature > 1) {
    const message = `${paths.temperature} is ${temperature}; Anthropic takes 0 to 1.`;
    throw new UntranslatableError(paths.temperature, message);
  }
  if (stop.some((text) => text.trim() === "")) {
    const message = `${paths.stop} has a sequence of white space only, which Anthropic refuses.`;
    throw new UntranslatableError(paths.stop, message);
  }
  for (const name of ["presencePenalty", "frequencyPenalty"] as const) {
    if (request[name] === undefined || request[name] === 0) continue;
    throw new UntranslatableError(paths[name], `${paths[name]} can not be said to Anthropic. Leave it out.`);
  }
  if (request.seed !== undefined) {
    losses.push({ path: paths.seed, reason: "a seed is a best effort at OpenAI, and Anthropic has none" });
  }
}

function serialiseFormat(request: NeutralRequest, losses: TranslationLoss[]): Record<string, unknown> | undefined {
  const { responseFormat: format, paths } = request;
  if (format === undefined || format.kind === "text") return undefined;
  if (format.kind === "json-object") {
    const path = paths.responseFormat;
    const remedy = "Use json_schema with a schema instead.";
    throw new UntranslatableError(path, `${path} json_object can not be said to Anthropic. ${remedy}`);
  }
  return { type: "json_schema", schema: cleanSchema(format.schema, paths.responseFormat, losses) };
}
