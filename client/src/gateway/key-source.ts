/** Which key belongs to which gateway. A key goes to its own gateway only, whatever URL a workspace's settings name. */

/** The variables' key, where they speak of the gateway at this URL. */
export function environmentKey(env: Readonly<Record<string, string | undefined>>, url: string): string | undefined {
  const named = withoutSlash(env.FAIRLEAD_URL ?? "");
  return named === withoutSlash(url) ? env.FAIRLEAD_KEY || undefined : undefined;
}

/** Under which name the secret storage keeps the key of a gateway. */
export function secretName(url: string): string {
  return `fairlead.gateway.key ${withoutSlash(url)}`;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}
