import type { ResolvedCredentials } from "../adapter.ts";
import { bearerHeaders, requireKey } from "../shared/bearer.ts";

/** The Gemini API takes a key in a header of its own, or like Vertex AI an access token. */
export function authHeaders(
  credentials: ResolvedCredentials,
  provider: string,
  isVertex: boolean,
): Record<string, string> {
  if (isVertex || credentials.kind === "token") return bearerHeaders(credentials, provider);
  const key = requireKey(credentials, provider);
  return key === undefined ? {} : { "x-goog-api-key": key };
}
