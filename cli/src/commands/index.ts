/** The subcommands of `fairlead`, in the order of its help. One file a subcommand, which is loaded when it is called. */
import type { Command } from "commander";
import type { CommandContext } from "../context.ts";

/** Adds a subcommand to the program. */
export type RegisterSubcommand = (program: Command, context: CommandContext) => void;

const subcommands: Readonly<Record<string, () => Promise<RegisterSubcommand>>> = {
  init: async () => (await import("./init.ts")).registerInit,
  check: async () => (await import("./check.ts")).registerCheck,
  explain: async () => (await import("./explain.ts")).registerExplain,
  plan: async () => (await import("./plan.ts")).registerPlan,
  drill: async () => (await import("./drill.ts")).registerDrill,
  "what-if": async () => (await import("./what-if.ts")).registerWhatIf,
  serve: async () => (await import("./serve.ts")).registerServe,
  simulate: async () => (await import("./simulate.ts")).registerSimulate,
  bench: async () => (await import("./bench.ts")).registerBench,
  scan: async () => (await import("./scan.ts")).registerScan,
  migrate: async () => (await import("./migrate.ts")).registerMigrate,
  inventory: async () => (await import("./inventory.ts")).registerInventory,
  report: async () => (await import("./report.ts")).registerReport,
  keys: async () => (await import("./keys.ts")).registerKeys,
  ledger: async () => (await import("./ledger.ts")).registerLedger,
  lsp: async () => (await import("./lsp.ts")).registerLsp,
};

/**
 * What adds the subcommands that a command line needs: the one that it names, none where it asks for the version, and
 * all where it asks for help or names none.
 */
export function subcommandsFor([first]: readonly string[]): Promise<RegisterSubcommand[]> {
  if (first === "--version" || first === "-V") return Promise.resolve([]);
  const called = first !== undefined && Object.hasOwn(subcommands, first) ? [first] : Object.keys(subcommands);
  return Promise.all(called.flatMap((name) => subcommands[name]?.() ?? []));
}
