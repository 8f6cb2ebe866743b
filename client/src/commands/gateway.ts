/** Start, stop, and the menu of the status bar item. */
import { commands, env, l10n, type QuickPickItem, window, workspace } from "vscode";
import { askForKey } from "../gateway/gateway-key.ts";
import { accessOf } from "../gateway/gateway-state.ts";
import { statusText } from "../gateway/status-text.ts";
import { folderFor } from "../host/folders.ts";
import { gatewaySettings, rememberProviders } from "../host/settings.ts";
import type { Command, Services } from "./services.ts";

export const startGatewayCommand: Command = {
  id: "fairlead.startGateway",
  /** Resolves with the URL of the gateway; undefined where none was started. */
  async run(services) {
    return (await startFrom(services)) ? accessOf(services.gateway.state)?.url : undefined;
  },
};

export const stopGatewayCommand: Command = {
  id: "fairlead.stopGateway",
  async run({ gateway }) {
    if (gateway.state.kind === "external") {
      await window.showInformationMessage(
        l10n.t("The gateway at {0} was not started by this window; stop it where it runs.", gateway.state.access.url),
      );
      return;
    }
    await gateway.stop();
  },
};

export const setGatewayKey: Command = {
  id: "fairlead.setGatewayKey",
  async run({ context, gateway }) {
    const url = gateway.externalUrl;
    if (url === undefined) {
      throw new Error(l10n.t("Only a gateway that somebody else runs needs a key: name it in fairlead.gateway.url."));
    }
    if (await askForKey(context.secrets, url)) await gateway.refresh();
  },
};

export const gatewayMenu: Command = {
  id: "fairlead.gatewayMenu",
  async run({ gateway }) {
    await gateway.refresh();
    const items: (QuickPickItem & { act: () => unknown })[] = [];
    const add = (label: string, command: string): void => {
      items.push({ label, act: () => commands.executeCommand(command) });
    };
    const { state } = gateway;
    const access = accessOf(state);
    if (state.kind === "running") add(l10n.t("$(debug-stop) Stop Gateway"), "fairlead.stopGateway");
    else if (access === undefined) add(l10n.t("$(play) Start Gateway"), "fairlead.startGateway");
    if (access !== undefined) {
      items.push({
        label: l10n.t("$(copy) Copy Gateway URL"),
        description: access.url,
        act: () => env.clipboard.writeText(access.url),
      });
      add(l10n.t("$(graph) Run Benchmark…"), "fairlead.runBenchmark");
    }
    add(l10n.t("$(question) Explain Workload's Route…"), "fairlead.explainRoute");
    add(l10n.t("$(output) Show Logs"), "fairlead.showLogs");
    const choice = await window.showQuickPick(items, { title: statusText(state).tooltip });
    await choice?.act();
  },
};

/** Starts a gateway for the folder at hand, unless one answers already. Returns whether one answers afterwards. */
export async function startFrom({ gateway }: Services): Promise<boolean> {
  if (!workspace.isTrusted) {
    throw new Error(l10n.t("A gateway is used in trusted workspaces only, for it spends money with your credentials."));
  }
  await gateway.refresh();
  if (accessOf(gateway.state) !== undefined) return true;
  const folder = folderFor();
  if (folder === undefined) {
    throw new Error(l10n.t("Open the folder with your catalog and routing policy first."));
  }
  const simulated = await choosesSimulated();
  if (simulated === undefined) return false;
  const state = await gateway.start(folder.uri.fsPath, simulated);
  if (state.kind === "failed") throw new Error(l10n.t("The gateway did not start: {0}", state.reason));
  return true;
}

/** Which providers the gateway shall call; asked once a workspace, for a simulated number must never pass as a real one. */
async function choosesSimulated(): Promise<boolean | undefined> {
  const { providers } = gatewaySettings();
  if (providers !== "ask") return providers === "simulated";
  const choice = await window.showQuickPick(
    [
      {
        label: l10n.t("Simulated providers"),
        detail: l10n.t("No account and no key: answers, latencies and faults are made up on this machine."),
        value: "simulated" as const,
      },
      {
        label: l10n.t("Real providers"),
        detail: l10n.t("Calls the providers of the catalog with the credentials of this machine, and spends money."),
        value: "real" as const,
      },
    ],
    { title: l10n.t("Which providers shall the gateway call?"), ignoreFocusOut: true },
  );
  if (choice === undefined) return undefined;
  await rememberProviders(choice.value);
  return choice.value === "simulated";
}
