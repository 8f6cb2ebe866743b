/** Tells the language server which gateway is in use, so that budgets can show what they have spent. */
import { type Disposable, workspace } from "vscode";
import type { LanguageServer } from "../language-server/language-server.ts";
import type { GatewayController } from "./gateway-controller.ts";
import { accessOf, type GatewayAccess } from "./gateway-state.ts";

/** Tells it now and whenever that changes. In restricted workspaces nobody is called, so that nothing is told. */
export function tellServer(gateway: GatewayController, server: LanguageServer): Disposable {
  let told: GatewayAccess | undefined;
  const tell = () => {
    const access = workspace.isTrusted ? accessOf(gateway.state) : undefined;
    if (access?.url === told?.url && access?.key === told?.key) return;
    told = access;
    void server.start().then(() => server.notify("fairlead/gateway", access ?? {}));
  };
  tell();
  return gateway.onDidChange(tell);
}
