import { createKey } from "@fairlead/runtime/ledger";

/** A key that lives as long as the gateway, however that ends: any business unit, any workload, may pin and administer. */
export function makeDevelopmentKey(now: number): ReturnType<typeof createKey> {
  return createKey({ name: "development", businessUnit: null, permissions: ["pin", "admin"] }, now);
}
