import type { ResolvedCredentials } from "../adapter.ts";
import { requireKey } from "../shared/bearer.ts";

/** Azure takes the key of the resource in a header of its own. */
export function authHeaders(credentials: ResolvedCredentials, provider: string): Record<string, string> {
  const key = requireKey(credentials, provider);
  return key === undefined ? {} : { "api-key": key };
}
