/** Which API keys a provider instance takes. */
import type { Profile } from "../types.ts";

/** `sim-key-<provider>` and those of the profile; any that is not empty where the profile says so. */
export function isGoodKey(key: string, provider: string, profile: Profile): boolean {
  if (profile.acceptAnyKey) return key.trim() !== "";
  return key === `sim-key-${provider}` || profile.keys.includes(key);
}
