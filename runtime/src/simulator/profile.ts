/** Profiles: the defaults, and how a change is laid over them. */
import type { ModelProfile, Profile } from "./types.ts";

export const DEFAULT_PROFILE: Readonly<Profile> = {
  ttftMs: 40,
  ttftSpread: 0.25,
  tokensPerSecond: 500,
  quality: 1,
  outputTokens: null,
  inputTokens: null,
  cachedInputTokens: 0,
  cacheWriteTokens: 0,
  cacheWriteHourTokens: 0,
  price: null,
  acceptAnyKey: true,
  keys: [],
  streamUsage: true,
  prefill: true,
  faults: [],
  models: {},
};

/** The profile with the members of the patch in place of its own; models are laid over one by one. */
export function patchProfile(profile: Readonly<Profile>, patch: Partial<Profile> | undefined): Profile {
  const models = { ...profile.models };
  for (const [id, model] of Object.entries(patch?.models ?? {})) models[id] = { ...models[id], ...model };
  return { ...profile, ...patch, models };
}

/** How one model behaves. */
export function modelProfile(profile: Readonly<Profile>, model: string): ModelProfile {
  return Object.hasOwn(profile.models, model) ? { ...profile, ...profile.models[model] } : profile;
}
