/** What the commands work with. */
import type { ExtensionContext, LogOutputChannel } from "vscode";
import type { EditReview } from "../edits/edit-review.ts";
import type { FindingsView } from "../findings/findings-view.ts";
import type { GatewayController } from "../gateway/gateway-controller.ts";
import type { LanguageServer } from "../language-server/language-server.ts";
import type { BenchmarkPanels } from "../panels/benchmark/benchmark-panels.ts";
import type { PlanView } from "../plan/plan-view.ts";

export interface Services {
  context: ExtensionContext;
  log: LogOutputChannel;
  server: LanguageServer;
  gateway: GatewayController;
  benchmarks: BenchmarkPanels;
  findings: FindingsView;
  plans: PlanView;
  reviews: EditReview;
}

/** A command: its id, and what it does with the arguments that it was called with. */
export interface Command {
  id: string;
  run(services: Services, ...parameters: unknown[]): Promise<unknown> | unknown;
}
