/** What all requests of a gateway share. */
import type { CompiledPolicy, Decision, DecisionRequest } from "../policy/types.ts";
import type { BudgetClaims } from "./budget-claims.ts";
import type { HealthTracker } from "./health.ts";
import type { GatewayOptions } from "./pipeline.ts";
import type { Reservations } from "./reservations.ts";
import type { Upstream } from "./upstream.ts";

export interface Services {
  options: GatewayOptions;
  health: HealthTracker;
  claims: BudgetClaims;
  reservations: Reservations;
  upstream: Upstream;
  /** Decides on the state of now, for a request that is to be served. */
  decide: (policy: CompiledPolicy, request: DecisionRequest) => Decision;
}
