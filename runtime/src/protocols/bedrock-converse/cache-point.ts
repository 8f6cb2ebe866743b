import { type CacheLifetime, UntranslatableError } from "../neutral.ts";
import { requireObject } from "../shared/json.ts";

export function parseCachePoint(value: unknown, path: string): { lifetime: CacheLifetime } {
  const { ttl } = requireObject(value, path);
  if (ttl === undefined || ttl === null) return { lifetime: undefined };
  if (ttl === "5m" || ttl === "1h") return { lifetime: ttl };
  throw new UntranslatableError(`${path}/ttl`, `${path}/ttl must be 5m or 1h.`);
}

export function writeCachePoint(lifetime: CacheLifetime): { cachePoint: Record<string, string> } {
  return { cachePoint: lifetime === undefined ? { type: "default" } : { type: "default", ttl: lifetime } };
}
