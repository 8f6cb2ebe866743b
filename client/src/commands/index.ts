/** Every command of the extension. One file a subject. */
import { commands, type Disposable, l10n, window } from "vscode";
import { explainRoute } from "./explain-route.ts";
import { gatewayMenu, setGatewayKey, startGatewayCommand, stopGatewayCommand } from "./gateway.ts";
import { restartServer, showLogs } from "./maintenance.ts";
import { migrateFile } from "./migrate-file.ts";
import { migrateWorkspace } from "./migrate-workspace.ts";
import { openBenchmarkResult } from "./open-benchmark-result.ts";
import { compareRoutes, showPlan } from "./plan.ts";
import { revealFolder } from "./reveal-folder.ts";
import { runBenchmark } from "./run-benchmark.ts";
import { groupFindings, scanWorkspace } from "./scan-workspace.ts";
import type { Command, Services } from "./services.ts";
import { showReferences } from "./show-references.ts";
import { writeBackBenchmark } from "./write-back.ts";

const all: readonly Command[] = [
  startGatewayCommand,
  stopGatewayCommand,
  gatewayMenu,
  setGatewayKey,
  explainRoute,
  showPlan,
  compareRoutes,
  scanWorkspace,
  migrateFile,
  migrateWorkspace,
  groupFindings,
  runBenchmark,
  openBenchmarkResult,
  writeBackBenchmark,
  revealFolder,
  showReferences,
  showLogs,
  restartServer,
];

/** Registers the commands. What one of them throws is logged and shown, never lost. */
export function registerCommands(services: Services): Disposable[] {
  return all.map(({ id, run }) =>
    commands.registerCommand(id, async (...parameters: unknown[]) => {
      try {
        return await run(services, ...parameters);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        services.log.error(`${id}: ${error instanceof Error ? (error.stack ?? message) : message}`);
        const show = l10n.t("Show Logs");
        void window.showErrorMessage(l10n.t("Fairlead: {0}", message), show).then((answer) => {
          if (answer === show) services.log.show();
        });
        return undefined;
      }
    }),
  );
}
