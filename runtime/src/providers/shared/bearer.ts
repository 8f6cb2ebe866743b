import { ProviderConfigurationError, type ResolvedCredentials } from "../adapter.ts";

/** The key of a provider that takes one, or undefined for a provider without credentials. */
export function requireKey(credentials: ResolvedCredentials, provider: string): string | undefined {
  if (credentials.kind === "none") return undefined;
  if (credentials.kind === "key") {
    // A line break in a header would end it; keys read from files often have one at the end.
    const key = credentials.key.trim();
    if (key !== "" && /^[\x21-\x7e]+$/.test(key)) return key;
    throw new ProviderConfigurationError(
      `The key of provider ${provider} is empty or holds spaces or control characters.`,
    );
  }
  const what = credentials.kind === "token" ? "Google's" : "AWS";
  throw new ProviderConfigurationError(
    `Provider ${provider} takes a key, not ${what} credentials. Name its variable in credentials.env.`,
  );
}

/** `authorization: Bearer` where there is a key or a token. */
export function bearerHeaders(credentials: ResolvedCredentials, provider: string): Record<string, string> {
  if (credentials.kind === "token") return { authorization: `Bearer ${credentials.token}` };
  const key = requireKey(credentials, provider);
  return key === undefined ? {} : { authorization: `Bearer ${key}` };
}
