/** Making and hashing virtual keys. */
import { hash, randomBytes } from "node:crypto";
import type { KeyPermission, VirtualKey } from "./types.ts";

export interface NewKey {
  name: string;
  businessUnit: string | null;
  defaultWorkload?: string | null;
  workloads?: string[];
  permissions?: KeyPermission[];
  requestsPerMinute?: number | null;
  tokensPerMinute?: number | null;
}

/** The SHA-256 of a key, in hex. Keys are 256 random bits, so a plain hash can not be searched through. */
export function hashKey(secret: string): string {
  return hash("sha256", secret, "hex");
}

/**
 * Makes a virtual key: `fl_` and 43 characters that hold 256 random bits. The secret is shown once and not kept.
 * @param now milliseconds since 1970
 */
export function createKey(input: NewKey, now: number): { secret: string; hash: string; key: VirtualKey } {
  const secret = `fl_${randomBytes(32).toString("base64url")}`;
  return {
    secret,
    hash: hashKey(secret),
    key: {
      id: `key_${randomBytes(6).toString("hex")}`,
      name: input.name,
      businessUnit: input.businessUnit,
      defaultWorkload: input.defaultWorkload ?? null,
      workloads: input.workloads ?? [],
      permissions: input.permissions ?? [],
      requestsPerMinute: input.requestsPerMinute ?? null,
      tokensPerMinute: input.tokensPerMinute ?? null,
      createdAt: now,
      revokedAt: null,
    },
  };
}

/** A key as the stores keep it, in the order of their columns. */
export function keyValues(key: VirtualKey, hash: string): (string | number | null)[] {
  return [
    key.id,
    hash,
    key.name,
    key.businessUnit,
    key.defaultWorkload,
    JSON.stringify(key.workloads),
    JSON.stringify(key.permissions),
    key.createdAt,
    key.revokedAt,
    key.requestsPerMinute,
    key.tokensPerMinute,
  ];
}
