/**
 * Providers that speak the real wire protocols, with faults on demand: a named test double for development, drills,
 * demonstrations and tests. It answers by simple rules, not by a model.
 */
export { DEFAULT_PROFILE } from "./profile.ts";
export { PortInUseError, startSimulator } from "./start-simulator.ts";
export {
  FAULT_KINDS,
  type Fault,
  type FaultKind,
  type Held,
  type ModelProfile,
  type Profile,
  type RetryAfter,
  type ServedCount,
  type Simulator,
  type SimulatorOptions,
} from "./types.ts";
export { ProfileError, type ProfileProblem, readProfilePatch } from "./validate-profile.ts";
export { SIMULATED_ACCESS_KEY_ID, SIMULATED_SECRET_ACCESS_KEY } from "./vendors/bedrock/signature.ts";
