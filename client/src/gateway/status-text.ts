/** What the status bar says of the gateway. */
import { l10n } from "vscode";
import { type GatewayState, portOf } from "./gateway-state.ts";

export interface StatusText {
  /** With a `$(icon)`. */
  text: string;
  tooltip: string;
  isProblem: boolean;
}

/** The words for a state. */
export function statusText(state: GatewayState): StatusText {
  switch (state.kind) {
    case "stopped":
      return {
        text: "$(plug) Fairlead",
        tooltip: l10n.t("Fairlead gateway: stopped. Click to start."),
        isProblem: false,
      };
    case "starting":
      return { text: "$(loading~spin) Fairlead", tooltip: l10n.t("Fairlead gateway: starting…"), isProblem: false };
    case "running":
      return {
        text: `$(pass) Fairlead :${portOf(state.access.url)}`,
        tooltip: state.simulated
          ? l10n.t("Fairlead gateway: running at {0} with simulated providers.", state.access.url)
          : l10n.t("Fairlead gateway: running at {0}.", state.access.url),
        isProblem: false,
      };
    case "external":
      return state.reachable
        ? {
            text: `$(pass) Fairlead :${portOf(state.access.url)}`,
            tooltip: state.simulated
              ? l10n.t("Fairlead gateway: using the one at {0}, with simulated providers.", state.access.url)
              : l10n.t("Fairlead gateway: using the one at {0}.", state.access.url),
            isProblem: false,
          }
        : {
            text: "$(debug-disconnect) Fairlead",
            tooltip: l10n.t("Fairlead gateway: {0} does not answer.", state.access.url),
            isProblem: true,
          };
    case "failed":
      return { text: "$(error) Fairlead", tooltip: l10n.t("Fairlead gateway: {0}", state.reason), isProblem: true };
  }
}
