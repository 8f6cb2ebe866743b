/** Which paths of the vendors' HTTP APIs the gateway answers, and by which path of its own. */

interface PathRow {
  /** Ids of vendors. */
  vendors: readonly string[];
  /** What the path in the code begins with, as it is written there. */
  pattern: RegExp;
  /** The gateway's path; the same as the vendor's where absent. */
  path?: string;
}

const ROWS: readonly PathRow[] = [
  { vendors: ["openai"], pattern: /^\/v1\/(?:chat\/completions|responses|embeddings|models)\/?$/ },
  { vendors: ["anthropic"], pattern: /^\/v1\/messages(?:\/count_tokens)?\/?$/ },
  {
    vendors: ["google"],
    pattern: /^\/v1(?:beta)?\/models\/[^?]+:(?:generateContent|streamGenerateContent|countTokens)(?:\?alt=sse)?$/,
  },
  {
    vendors: ["groq", "together", "deepseek", "xai", "openrouter", "mistral"],
    pattern: /^(?:\/openai|\/api)?(?:\/v1)?\/chat\/completions\/?$/,
    path: "/v1/chat/completions",
  },
];

/** The gateway's path for a request to a vendor; undefined where it does not answer it. `path` is as the code has it. */
export function requestPath(vendorId: string, path: string): string | undefined {
  const row = ROWS.find(({ vendors, pattern }) => vendors.includes(vendorId) && pattern.test(path));
  return row && (row.path ?? path);
}

/** How headers that carry a key are to be set: by name in lower case, what comes before the key. */
export const KEY_HEADERS: ReadonlyMap<string, string> = new Map([
  ["authorization", "Bearer "],
  ["x-api-key", ""],
  ["x-goog-api-key", ""],
]);

/** Headers that name the caller's account at a vendor. */
export const ACCOUNT_HEADERS: ReadonlySet<string> = new Set(["openai-organization", "openai-project"]);

/** What to do about a request. */
export const REQUEST_ADVICE =
  "Send it to the gateway (FAIRLEAD_URL) with its key (FAIRLEAD_KEY) and the header fairlead-workload; the path stays";

/** Why a request's fix is no more than a suggestion. */
export const REQUEST_SUGGESTION =
  "the fix is a suggestion, to be chosen in the editor: see that the workload's route answers this request";
