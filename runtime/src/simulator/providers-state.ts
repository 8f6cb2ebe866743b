/** What is set for each provider instance, and which fault hits a request. */
import { FaultSet } from "./faults/fault-set.ts";
import { DEFAULT_PROFILE, patchProfile } from "./profile.ts";
import type { Draw } from "./randomness.ts";
import type { Fault, Profile } from "./types.ts";

interface ProviderState {
  profile: Profile;
  faults: FaultSet;
}

export class ProvidersState {
  readonly #initial: Readonly<Record<string, Partial<Profile>>>;
  readonly #now: () => number;
  readonly #states = new Map<string, ProviderState>();

  constructor(initial: Readonly<Record<string, Partial<Profile>>>, now: () => number) {
    this.#initial = initial;
    this.#now = now;
    for (const provider of Object.keys(initial)) if (provider !== "*") this.reset(provider);
  }

  /** The profile in force, with the faults that are not over. */
  profile(provider: string): Profile {
    const state = this.#states.get(provider);
    if (state) return { ...state.profile, faults: state.faults.current() };
    return this.#firstProfile(provider);
  }

  /** Lays a patch over a provider's profile. Faults in it replace those there were. */
  patch(provider: string, patch: Partial<Profile>): void {
    const state = this.#stateOf(provider);
    state.profile = patchProfile(state.profile, patch);
    if (patch.faults) state.faults = new FaultSet(patch.faults, this.#now);
  }

  /** Back to the first profile. */
  reset(provider: string): void {
    const profile = this.#firstProfile(provider);
    this.#states.set(provider, { profile, faults: new FaultSet(profile.faults, this.#now) });
  }

  resetAll(): void {
    for (const provider of this.#states.keys()) this.reset(provider);
  }

  /** Every provider that was named or set, by id. */
  all(): Record<string, Profile> {
    return Object.fromEntries([...this.#states.keys()].sort().map((provider) => [provider, this.profile(provider)]));
  }

  /** The fault that hits this request; it counts as used. */
  takeFault(provider: string, model: string | undefined, draw: Draw): Fault | undefined {
    // Ids come from callers: nothing is kept for a provider that nobody named and that has no faults to use up.
    if (!this.#states.has(provider) && this.#firstProfile(provider).faults.length === 0) return undefined;
    return this.#stateOf(provider).faults.take(model, draw);
  }

  #stateOf(provider: string): ProviderState {
    if (!this.#states.has(provider)) this.reset(provider);
    return this.#states.get(provider) as ProviderState;
  }

  #firstProfile(provider: string): Profile {
    const own = Object.hasOwn(this.#initial, provider) ? this.#initial[provider] : undefined;
    return patchProfile(patchProfile(DEFAULT_PROFILE, this.#initial["*"]), own);
  }
}
