/** The status bar item: the gateway at a glance, its menu on a click. */
import { type Disposable, l10n, StatusBarAlignment, ThemeColor, window } from "vscode";
import type { GatewayController } from "./gateway-controller.ts";
import { statusText } from "./status-text.ts";

/** Shows the item for as long as it is not disposed. */
export function showStatusBar(gateway: GatewayController): Disposable {
  const item = window.createStatusBarItem("fairlead.gateway", StatusBarAlignment.Left, 10);
  item.name = l10n.t("Fairlead gateway");
  item.command = "fairlead.gatewayMenu";
  const update = (): void => {
    const { text, tooltip, isProblem } = statusText(gateway.state);
    item.text = text;
    item.tooltip = tooltip;
    item.accessibilityInformation = { label: tooltip };
    item.backgroundColor = isProblem ? new ThemeColor("statusBarItem.warningBackground") : undefined;
  };
  update();
  item.show();
  const subscription = gateway.onDidChange(update);
  return {
    dispose() {
      subscription.dispose();
      item.dispose();
    },
  };
}
