import type { ResolvedCredentials } from "../adapter.ts";
import { requireKey } from "../shared/bearer.ts";

/** `x-api-key` where there is a key. */
export function authHeaders(credentials: ResolvedCredentials, provider: string): Record<string, string> {
  const key = requireKey(credentials, provider);
  return key === undefined ? {} : { "x-api-key": key };
}
