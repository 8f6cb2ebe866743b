/** Serving against the simulator: every provider's endpoint replaced, and credentials that the simulator knows. */
import type { CredentialResolver } from "@fairlead/runtime/gateway";
import type { CompiledPolicy } from "@fairlead/runtime/policy";
import { SIMULATED_ACCESS_KEY_ID, SIMULATED_SECRET_ACCESS_KEY } from "@fairlead/runtime/simulator";

/** The simulator serves each provider under a path of its id. */
export function simulatedEndpoints(policy: CompiledPolicy, simulatorUrl: string): Record<string, string> {
  const base = simulatorUrl.replace(/\/+$/, "");
  return Object.fromEntries(policy.deployments.map(({ provider }) => [provider, `${base}/${provider}`]));
}

/** Credentials in each vendor's own form that only the simulator accepts. No environment variable is read. */
export const simulatedCredentials: CredentialResolver = ({ provider, adapter }) =>
  adapter === "bedrock"
    ? { kind: "aws", accessKeyId: SIMULATED_ACCESS_KEY_ID, secretAccessKey: SIMULATED_SECRET_ACCESS_KEY }
    : { kind: "key", key: `sim-key-${provider}` };
