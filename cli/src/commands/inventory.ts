/** `fairlead inventory`: which workloads there are, what their code calls, where they go, and what hangs on whom. */
import { loadWorkspace, stopsGeneration } from "@fairlead/runtime/documents";
import { type CompiledPolicy, compile } from "@fairlead/runtime/policy";
import { Option } from "commander";
import type { CommandContext } from "../context.ts";
import { buildInventory } from "../inventory/build.ts";
import { inventoryCsv, inventoryMarkdown, inventoryText } from "../inventory/print.ts";
import { nullForUndefined } from "../json.ts";
import { momentOf } from "../moment.ts";
import { loadCodeWorkspace, untilInterrupted } from "../workload-code.ts";
import type { RegisterSubcommand } from "./index.ts";

interface InventoryFlags {
  workspace: string;
  at?: string;
  format: "text" | "json" | "markdown" | "csv";
}

async function inventory(flags: InventoryFlags, context: CommandContext): Promise<void> {
  const at = momentOf(flags.at, context.now());
  const workspace = await loadCodeWorkspace(context, flags.workspace, []);
  const policy = await policyOf(workspace.root);
  const { scanWorkspace } = await import("@fairlead/language-server/code");
  const scan = await untilInterrupted(context, () => scanWorkspace({ ...workspace, signal: context.signal }));
  const found = buildInventory(scan, workspace.workloads, policy, at);
  switch (flags.format) {
    case "json":
      return context.stdout(`${JSON.stringify(found, nullForUndefined, 2)}\n`);
    case "markdown":
      return context.stdout(inventoryMarkdown(found));
    case "csv":
      return context.stdout(inventoryCsv(found));
    case "text":
      return context.stdout(inventoryText(found));
  }
}

/** The policy; undefined where the documents have errors, of which a note was printed already. */
async function policyOf(root: string): Promise<CompiledPolicy | undefined> {
  const { documents, diagnostics } = await loadWorkspace(root);
  return diagnostics.some(stopsGeneration) ? undefined : compile(documents);
}

/** Adds `fairlead inventory`. */
export const registerInventory: RegisterSubcommand = (program, context) => {
  program
    .command("inventory")
    .description("list workloads with their code, what it calls, where they go, and what hangs on whom")
    .option("--workspace <folder>", "folder of the documents and the code", ".")
    .option("--at <date>", "the moment to look at (default: now)")
    .addOption(
      new Option("--format <format>", "how to print it").choices(["text", "json", "markdown", "csv"]).default("text"),
    )
    .option("--json", "the same as --format json")
    .action((flags: InventoryFlags & { json?: boolean }) =>
      inventory(flags.json ? { ...flags, format: "json" } : flags, context),
    );
};
