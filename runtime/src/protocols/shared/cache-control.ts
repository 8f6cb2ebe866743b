import type { IngressRequest } from "../caller.ts";
import { type CacheLifetime, UntranslatableError } from "../neutral.ts";
import { isObject, requireObject } from "../shared/json.ts";

/**
 * Reads Anthropic's `cache_control`, which hosts of OpenAI's protocol share: on a block, a message or a tool it marks
 * the end of a prefix worth caching. Undefined where there is none.
 */
export function parseCacheControl(value: unknown, path: string): { lifetime: CacheLifetime } | undefined {
  if (value === undefined || value === null) return undefined;
  const control = requireObject(value, path);
  if (control.type !== "ephemeral") {
    throw new UntranslatableError(`${path}/type`, `${path}/type must be ephemeral; no other is known.`);
  }
  const lifetime = control.ttl;
  if (lifetime === undefined || lifetime === null) return { lifetime: undefined };
  if (lifetime === "5m" || lifetime === "1h") return { lifetime };
  throw new UntranslatableError(`${path}/ttl`, `${path}/ttl must be 5m or 1h.`);
}

export function writeCacheControl(lifetime: CacheLifetime): Record<string, string> {
  return lifetime === undefined ? { type: "ephemeral" } : { type: "ephemeral", ttl: lifetime };
}

/**
 * Whether a request asks to have something cached for an hour, in any protocol and at any place: providers bill that at
 * a price of its own. Without the words in its text, escaped or not, its parts are not looked at.
 */
export function asksForHour({ text, body }: Pick<IngressRequest, "text" | "body">): boolean {
  if (!text.includes('"1h"') && !text.includes("\\u")) return false;
  const open: unknown[] = [body];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (Array.isArray(value)) for (const item of value) if (typeof item === "object") open.push(item);
    if (!isObject(value)) continue;
    for (const name in value) {
      const member = value[name];
      if (typeof member !== "object") continue;
      if ((name === "cache_control" || name === "cachePoint") && isObject(member) && member.ttl === "1h") return true;
      open.push(member);
    }
  }
  return false;
}
