/** Azure OpenAI: OpenAI's wire behind deployments, `api-key`, an API version, and a content filter that shows. */
import { isGoodKey } from "../keys.ts";
import { type CompletionExtras, completion } from "../openai/completion.ts";
import { invalidRequest, refuseOpenai } from "../openai/errors.ts";
import { readOpenaiCall } from "../openai/read-call.ts";
import { openaiStream } from "../openai/stream.ts";
import { openai } from "../openai/vendor.ts";
import type { RefusalKind, Vendor, WireAnswer } from "../vendor.ts";

const SAFE = {
  hate: { filtered: false, severity: "safe" },
  self_harm: { filtered: false, severity: "safe" },
  sexual: { filtered: false, severity: "safe" },
  violence: { filtered: false, severity: "safe" },
};
const PROMPT_RESULTS = [{ prompt_index: 0, content_filter_results: SAFE }];
const EXTRAS: CompletionExtras = {
  perChoice: { content_filter_results: SAFE },
  perAnswer: { prompt_filter_results: PROMPT_RESULTS },
};

/** The gateway in front of Azure's models has its own, shorter form of errors. */
function azureError(status: number, code: string, message: string): WireAnswer {
  return {
    status,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ error: { code, message } }),
  };
}

export const azureOpenai: Vendor = {
  ...openai,
  name: "azure-openai",
  async authenticate(request, provider, profile) {
    const bearer = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? "")?.[1];
    const key = request.headers["api-key"] ?? bearer;
    if (key !== undefined && isGoodKey(key, provider, profile)) return undefined;
    return azureError(
      401,
      "401",
      "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.",
    );
  },
  readCall: (request, endpoint, profile) =>
    readOpenaiCall(request, { modelInPath: endpoint.model, streamUsage: profile.streamUsage }),
  invalid: invalidRequest,
  refuse: refuseAzure,
  plain: (reply, elapsedMs) => completion(reply, elapsedMs, EXTRAS),
  stream: (reply, { includeUsage }) =>
    openaiStream(reply, {
      includeUsage,
      extras: { perChoice: { content_filter_results: {} }, perAnswer: {} },
      first: [{ choices: [], created: 0, id: "", model: "", object: "", prompt_filter_results: PROMPT_RESULTS }],
    }),
  unknownPath: () => azureError(404, "404", "Resource not found"),
};

function refuseAzure(kind: RefusalKind, model: string, retryAfterMs: number | undefined): WireAnswer {
  switch (kind) {
    case "http-401":
      return azureError(
        401,
        "401",
        "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.",
      );
    case "http-429": {
      const seconds = Math.ceil((retryAfterMs ?? 60_000) / 1000);
      return azureError(
        429,
        "429",
        `Requests to the ChatCompletions_Create Operation under Azure OpenAI API have exceeded call rate limit of your current pricing tier. Please retry after ${seconds} seconds.`,
      );
    }
    case "http-500":
      return azureError(
        500,
        "InternalServerError",
        "The server had an error while processing your request. Sorry about that!",
      );
    case "http-503":
      return azureError(
        503,
        "ServiceUnavailable",
        "The service is temporarily unable to process your request. Please try again later.",
      );
    case "content-filter":
      return {
        status: 400,
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          error: {
            message:
              "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify your prompt and retry. To learn more about our content filtering policies please read our documentation: https://go.microsoft.com/fwlink/?linkid=2198766",
            type: null,
            param: "prompt",
            code: "content_filter",
            status: 400,
            innererror: {
              code: "ResponsibleAIPolicyViolation",
              content_filter_result: { ...SAFE, violence: { filtered: true, severity: "medium" } },
            },
          },
        }),
      };
    default:
      return refuseOpenai(kind, model, retryAfterMs);
  }
}
