/** Why the gateway does not serve a path, for those that people may look for. */

/** The batches of OpenAI and Azure, Anthropic, Gemini and Vertex AI, and Bedrock. */
const BATCHES =
  /^\/(?:v1|openai(?:\/v1)?)\/batches\b|^\/v1\/messages\/batches\b|:batch(?:GenerateContent|EmbedContent)|\/batchPredictionJobs\b|^\/model-invocation-jobs?\b/;

const NO_BATCHES =
  "Batches are not served: their requests lie in files that the provider keeps and answers within a day, where no rule, " +
  "sensitivity or budget of the policy sees them. Send the requests one by one.";

/** What the caller is told beside that a path is not served. */
export function whyNotServed(path: string): string {
  return BATCHES.test(path) ? NO_BATCHES : "docs/http.md lists what is.";
}
