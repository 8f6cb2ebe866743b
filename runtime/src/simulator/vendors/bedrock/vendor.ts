/** AWS Bedrock Runtime: Converse and ConverseStream behind AWS signatures or Bedrock API keys. */
import { NO_PREFILL, withBegunAnswer } from "../begun-answer.ts";
import { isGoodKey } from "../keys.ts";
import type { Vendor } from "../vendor.ts";
import { converseAnswer } from "./answer.ts";
import { awsError, refuseBedrock, validationException } from "./errors.ts";
import { readConverseCall } from "./read-call.ts";
import { checkSignature } from "./signature.ts";
import { converseStream } from "./stream.ts";

export const bedrock: Vendor = {
  name: "bedrock",
  filterWords: "Sorry, the model cannot answer this question.",
  async authenticate(request, provider, profile, now) {
    const { authorization } = request.headers;
    if (authorization === undefined) {
      return awsError(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
    }
    const bearer = /^Bearer\s+(.*)$/i.exec(authorization)?.[1];
    if (bearer === undefined) return checkSignature(request, now);
    if (isGoodKey(bearer, provider, profile)) return undefined;
    return awsError(403, "AccessDeniedException", "Authentication failed: Please make sure your API Key is valid.");
  },
  readCall: (request, endpoint, profile) =>
    withBegunAnswer(
      readConverseCall(request, endpoint.model ?? "", endpoint.stream === true),
      profile,
      `The model returned the following errors: ${NO_PREFILL}`,
    ),
  invalid: validationException,
  refuse: (kind) => refuseBedrock(kind),
  plain: converseAnswer,
  stream: (reply) => converseStream(reply),
  models: (ids) => ({
    status: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ modelSummaries: ids.map((modelId) => ({ modelId })) }),
  }),
  unknownPath: () =>
    awsError(404, "UnknownOperationException", "The requested operation is not recognized by the service."),
};
