import { type NeutralRequest, type SerialisedRequest, type TranslationLoss, UntranslatableError } from "../neutral.ts";
import { uniqueLosses } from "../shared/losses.ts";
import { serialiseMessages } from "./serialise-messages.ts";
import { serialiseTools } from "./serialise-tools.ts";

/** The efforts that Converse documents for `outputConfig.effort`. */
const EFFORTS: ReadonlySet<string> = new Set(["low", "medium", "high", "xhigh", "max"]);

/** Writes a neutral request as a Converse body. Throws UntranslatableError for what that can not say. */
export function serialiseRequest(request: NeutralRequest, options: { maxOutputTokens: number }): SerialisedRequest {
  const losses: TranslationLoss[] = [...request.losses];
  checkSampling(request, losses);
  const { system, messages } = serialiseMessages(request, losses);
  const toolConfig = serialiseTools(request, losses);
  const outputConfig = serialiseOutput(request, losses);
  const body: Record<string, unknown> = {
    messages,
    inferenceConfig: {
      maxTokens: options.maxOutputTokens,
      ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
      ...(request.topP === undefined ? {} : { topP: request.topP }),
      ...(request.stop.length === 0 ? {} : { stopSequences: request.stop }),
    },
  };
  if (system.length > 0) body.system = system;
  if (toolConfig) body.toolConfig = toolConfig;
  if (outputConfig) body.outputConfig = outputConfig;
  return { body, losses: uniqueLosses(losses) };
}

function checkSampling(request: NeutralRequest, losses: TranslationLoss[]): void {
  const { paths, temperature } = request;
  if (temperature !== undefined && temperature > 1) {
    throw new UntranslatableError(paths.temperature, `${paths.temperature} is ${temperature}; Bedrock takes 0 to 1.`);
  }
  for (const name of ["presencePenalty", "frequencyPenalty"] as const) {
    if (request[name] === undefined || request[name] === 0) continue;
    throw new UntranslatableError(paths[name], `${paths[name]} can not be said to Bedrock. Leave it out.`);
  }
  if (request.seed !== undefined) {
    losses.push({ path: paths.seed, reason: "a seed is a best effort at OpenAI, and Bedrock has none" });
  }
}

function serialiseOutput(request: NeutralRequest, losses: TranslationLoss[]): Record<string, unknown> | undefined {
  const effort = serialiseEffort(request, losses);
  const textFormat = serialiseFormat(request);
  if (effort === undefined && textFormat === undefined) return undefined;
  return { ...(effort === undefined ? {} : { effort }), ...(textFormat === undefined ? {} : { textFormat }) };
}

function serialiseEffort(request: NeutralRequest, losses: TranslationLoss[]): string | undefined {
  const { reasoningEffort: effort, paths } = request;
  if (effort === undefined || effort === "none") return undefined;
  if (EFFORTS.has(effort)) return effort;
  if (effort === "minimal") {
    losses.push({ path: paths.reasoningEffort, reason: "minimal is sent as low, the lowest effort of Bedrock" });
    return "low";
  }
  throw new UntranslatableError(
    paths.reasoningEffort,
    `${paths.reasoningEffort} is ${effort}, which Bedrock does not know.`,
  );
}

function serialiseFormat(request: NeutralRequest): unknown {
  const { responseFormat: format, paths } = request;
  if (format === undefined || format.kind === "text") return undefined;
  if (format.kind === "json-object") {
    const remedy = "Use json_schema with a schema instead.";
    throw new UntranslatableError(
      paths.responseFormat,
      `${paths.responseFormat} json_object can not be said to Bedrock. ${remedy}`,
    );
  }
  const { name, description, schema } = format;
  const jsonSchema = {
    schema: JSON.stringify(schema),
    name,
    ...(description === undefined ? {} : { description }),
  };
  return { type: "json_schema", structure: { jsonSchema } };
}
