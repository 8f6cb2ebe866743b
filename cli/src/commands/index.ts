/** The subcommands of `fairlead`, in the order of its help. One file a subcommand. */
import type { Command } from "commander";
import type { CommandContext } from "../context.ts";
import { registerBench } from "./bench.ts";
import { registerCheck } from "./check.ts";
import { registerDrill } from "./drill.ts";
import { registerExplain } from "./explain.ts";
import { registerInit } from "./init.ts";
import { registerInventory } from "./inventory.ts";
import { registerKeys } from "./keys.ts";
import { registerLedger } from "./ledger.ts";
import { registerLsp } from "./lsp.ts";
import { registerMigrate } from "./migrate.ts";
import { registerPlan } from "./plan.ts";
import { registerScan } from "./scan.ts";
import { registerServe } from "./serve.ts";
import { registerSimulate } from "./simulate.ts";
import { registerWhatIf } from "./what-if.ts";

/** Adds a subcommand to the program. */
export type RegisterSubcommand = (program: Command, context: CommandContext) => void;

export const subcommands: readonly RegisterSubcommand[] = [
  registerInit,
  registerCheck,
  registerExplain,
  registerPlan,
  registerDrill,
  registerWhatIf,
  registerServe,
  registerSimulate,
  registerBench,
  registerScan,
  registerMigrate,
  registerInventory,
  registerKeys,
  registerLedger,
  registerLsp,
];
