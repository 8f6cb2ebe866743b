import { type CacheLifetime, UntranslatableError } from "../neutral.ts";
import { requireObject } from "../shared/json.ts";

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
