import { writeThinking } from "../../protocols/anthropic-messages/thinking.ts";
import type { NeutralRequest, SerialisedRequest } from "../../protocols/neutral.ts";
import { isObject } from "../../protocols/shared/json.ts";
import { uniqueLosses } from "../../protocols/shared/losses.ts";

/** Claude by the id of a model or of an inference profile. An ARN of one's own may be any model. */
const CLAUDE = /(?:^|[./])anthropic\.claude-/;

/**
 * Claude thinks on Bedrock only where it is told so in its own words, which Converse has no member for: an effort alone
 * makes it choose fewer or more words. Returns the request as it is for all other models.
 */
export function withClaudeThinking(
  serialised: SerialisedRequest,
  request: NeutralRequest,
  options: { upstream: string; maxOutputTokens: number },
): SerialisedRequest {
  const { upstream: model, maxOutputTokens } = options;
  if (request.reasoningEffort === undefined || !CLAUDE.test(model)) return serialised;
  const losses = [...serialised.losses];
  const { thinking, effort } = writeThinking(request, { model, maxOutputTokens }, losses);
  const { outputConfig, ...rest } = serialised.body;
  const { effort: _, ...format } = isObject(outputConfig) ? outputConfig : {};
  const output = effort === undefined ? format : { ...format, effort };
  const body = {
    ...rest,
    ...(Object.keys(output).length > 0 ? { outputConfig: output } : {}),
    ...(thinking ? { additionalModelRequestFields: { thinking } } : {}),
  };
  return { body, losses: uniqueLosses(losses) };
}
