/** What the panels of benchmarks work with. */
import type { LogOutputChannel } from "vscode";
import type { GatewayController } from "../../gateway/gateway-controller.ts";
import type { GatewayAccess } from "../../gateway/gateway-state.ts";
import type { RequestSender } from "../../language-server/requests.ts";
import type { RunFiles } from "./run-files.ts";

export interface BenchmarkServices {
  /** The built command. */
  command: string;
  /** The built thread that reads results. */
  reader: string;
  files: RunFiles;
  server: RequestSender;
  gateway: GatewayController;
  log: LogOutputChannel;
  /** Makes sure that a gateway answers; false where the person declined. */
  ensureGateway(): Promise<boolean>;
  /** The key for calls, asked for where none is known. */
  ensureKey(access: GatewayAccess): Promise<string | undefined>;
}
