import path from "node:path";
import { type FocusDeployment, focusCsv, focusRows } from "@fairlead/runtime/ledger";
import { type CompiledDeployment, compile } from "@fairlead/runtime/policy";
import type { CommandContext } from "../context.ts";
import { withLedger } from "../ledger-file.ts";
import type { LedgerOptions } from "../ledger-options.ts";
import { loadPolicyWorkspace } from "../workspace.ts";
import { type FilterOptions, filterOf } from "./filter-options.ts";

export type ExportOptions = LedgerOptions & FilterOptions & { period: "hour" | "day" };

/** The companies behind the adapters whose host is always the same, and what they call the service. */
const HOSTS: Partial<Record<CompiledDeployment["adapter"], Pick<FocusDeployment, "host" | "service">>> = {
  openai: { host: "OpenAI", service: "OpenAI API" },
  "azure-openai": { host: "Microsoft", service: "Azure OpenAI" },
  anthropic: { host: "Anthropic", service: "Claude API" },
  bedrock: { host: "AWS", service: "Amazon Bedrock" },
};

function described({ adapter, provider, supplier, region, contract }: CompiledDeployment): FocusDeployment {
  const { host, service } = HOSTS[adapter] ?? { host: provider, service: provider };
  return { host, service, supplier, region, contract: contract?.id };
}

/** `fairlead ledger export`: the records as FOCUS rows. */
export async function exportLedger(options: ExportOptions, context: CommandContext): Promise<void> {
  const { documents } = await loadPolicyWorkspace(context, path.resolve(context.cwd, options.workspace));
  const { deploymentById } = compile(documents);
  await withLedger(options, context, async (ledger) => {
    const rows = await focusRows(ledger.records(filterOf(options, context.now())), {
      period: options.period,
      describe: (id) => {
        const deployment = deploymentById.get(id);
        return deployment && described(deployment);
      },
    });
    context.stdout(options.json ? `${JSON.stringify({ focusVersion: "1.3", rows }, null, 2)}\n` : focusCsv(rows));
  });
}
