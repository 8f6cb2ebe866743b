/** The extension's entry: puts the parts together, and takes them apart when the window closes. */
import path from "node:path";
import { type ExtensionContext, window, workspace } from "vscode";
import { explanationProvider } from "./commands/explain-route.ts";
import { startFrom } from "./commands/gateway.ts";
import { registerCommands } from "./commands/index.ts";
import type { Services } from "./commands/services.ts";
import { EditReview } from "./edits/edit-review.ts";
import { FindingsView } from "./findings/findings-view.ts";
import { GatewayController } from "./gateway/gateway-controller.ts";
import { askForKey, knownKey } from "./gateway/gateway-key.ts";
import { showStatusBar } from "./gateway/status-bar.ts";
import { tellServer } from "./gateway/tell-server.ts";
import { gatewaySettings } from "./host/settings.ts";
import { LanguageServer } from "./language-server/language-server.ts";
import { BenchmarkPanels } from "./panels/benchmark/benchmark-panels.ts";
import { BenchmarkTests } from "./panels/benchmark/benchmark-tests.ts";
import { ResultEditor } from "./panels/benchmark/result-editor.ts";
import { RunFiles } from "./panels/benchmark/run-files.ts";
import type { BenchmarkServices } from "./panels/benchmark/services.ts";
import { PlanView } from "./plan/plan-view.ts";

let running: Services | undefined;

export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel("Fairlead", { log: true });
  const command = path.join(context.extensionPath, "dist/fairlead.mjs");
  const server = new LanguageServer(path.join(context.extensionPath, "dist/server.cjs"), log);
  const gateway = new GatewayController({
    command,
    log,
    settings: gatewaySettings,
    key: (url) => knownKey(context.secrets, url),
  });
  const benchmarkServices: BenchmarkServices = {
    command,
    reader: path.join(context.extensionPath, "dist/benchmark-reader.cjs"),
    files: new RunFiles(path.join((context.storageUri ?? context.globalStorageUri).fsPath, "runs")),
    server,
    gateway,
    log,
    ensureGateway: () => startFrom(services),
    ensureKey: async ({ url, key }) => key ?? (await knownKey(context.secrets, url)) ?? askForKey(context.secrets, url),
  };
  const benchmarks = new BenchmarkPanels(benchmarkServices, context.extensionUri);
  const plans = new PlanView(server);
  const findings = new FindingsView();
  const reviews = new EditReview();
  const services: Services = { context, log, server, gateway, benchmarks, plans, findings, reviews };
  running = services;
  const { scheme, provider } = explanationProvider;
  context.subscriptions.push(
    log,
    server,
    gateway,
    benchmarks,
    ResultEditor.register(benchmarkServices, context.extensionUri),
    new BenchmarkTests(benchmarkServices, benchmarks),
    plans,
    findings,
    reviews,
    showStatusBar(gateway),
    tellServer(gateway, server),
    workspace.registerTextDocumentContentProvider(scheme, provider),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("fairlead.gateway")) void gateway.refresh();
    }),
    window.onDidChangeWindowState(({ focused }) => {
      if (focused) void gateway.refresh();
    }),
    ...registerCommands(services),
  );
  void gateway.refresh();
  // The server starts in the background: a failure is told by the server's own message.
  void server.start();
}

/** Ends what was started. The editor waits for it. */
export async function deactivate(): Promise<void> {
  await running?.gateway.stop();
  running = undefined;
}
