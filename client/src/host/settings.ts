/** The settings that the extension itself reads. The language server reads its own through the protocol. */
import { ConfigurationTarget, workspace } from "vscode";

/** What the gateway calls: `ask` asks once and remembers the answer for the workspace. */
export type ProviderChoice = "ask" | "real" | "simulated";

export interface GatewaySettings {
  /** A gateway that already runs; none is started then. */
  url: string | undefined;
  /** 0 takes any free port. */
  port: number;
  providers: ProviderChoice;
}

/** Reads the settings of the gateway as they are now. */
export function gatewaySettings(): GatewaySettings {
  const settings = workspace.getConfiguration("fairlead.gateway");
  return {
    url: settings.get<string>("url")?.trim().replace(/\/+$/, "") || undefined,
    port: settings.get<number>("port") ?? 4180,
    providers: settings.get<ProviderChoice>("providers") ?? "ask",
  };
}

/** Remembers for this workspace which providers its gateway calls. */
export async function rememberProviders(choice: ProviderChoice): Promise<void> {
  await workspace.getConfiguration("fairlead.gateway").update("providers", choice, ConfigurationTarget.Workspace);
}
