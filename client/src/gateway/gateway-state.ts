/** What is known of the gateway that the extension uses. */

/** A gateway that answers, and the key to call it with. */
export interface GatewayAccess {
  url: string;
  /** undefined: none is known yet. */
  key: string | undefined;
}

export type GatewayState =
  | { kind: "stopped" }
  | { kind: "starting" }
  /** Started by this window. */
  | { kind: "running"; access: GatewayAccess; simulated: boolean }
  /** Named by a setting or a variable; somebody else runs it. */
  | { kind: "external"; access: GatewayAccess; reachable: boolean; simulated: boolean }
  | { kind: "failed"; reason: string };

/** The access of a gateway that answers; undefined where there is none. */
export function accessOf(state: GatewayState): GatewayAccess | undefined {
  if (state.kind === "running") return state.access;
  if (state.kind === "external" && state.reachable) return state.access;
  return undefined;
}

/** The port of a URL, the scheme's own where it names none; the whole text where it is no URL. */
export function portOf(url: string): string {
  try {
    const parsed = new URL(url);
    return parsed.port || (parsed.protocol === "https:" ? "443" : "80");
  } catch {
    return url;
  }
}

/** Whether what the gateway answers is known to come from simulated providers. */
export function isSimulated(state: GatewayState): boolean {
  return (state.kind === "running" || state.kind === "external") && state.simulated;
}
