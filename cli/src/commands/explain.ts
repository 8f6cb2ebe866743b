import path from "node:path";
import { closest, didYouMean, SENSITIVITIES, type Sensitivity } from "@fairlead/runtime/documents";
import { compile, decide, explainDecision, explainText } from "@fairlead/runtime/policy";
import { Option } from "commander";
import { type CommandContext, UsageError } from "../context.ts";
import { momentOf } from "../moment.ts";
import { wholeNumber } from "../whole-number.ts";
import { loadPolicyWorkspace } from "../workspace.ts";
import type { RegisterSubcommand } from "./index.ts";

interface ExplainOptions {
  workspace: string;
  model?: string;
  sensitivity?: Sensitivity;
  businessUnit?: string;
  pin?: string;
  inputTokens: number;
  maxOutputTokens?: number;
  cachesForHour?: boolean;
  at?: string;
  json?: boolean;
}

function requireKnown(what: string, id: string, known: readonly string[]): void {
  if (known.includes(id)) return;
  const listed = known.length > 0 ? ` There are: ${known.join(", ")}.` : "";
  throw new UsageError(`cli.unknown-${what}`, `There is no ${what} "${id}".${didYouMean(closest(id, known))}${listed}`);
}

async function explain(id: string, options: ExplainOptions, context: CommandContext): Promise<void> {
  const folder = path.resolve(context.cwd, options.workspace);
  const { documents } = await loadPolicyWorkspace(context, folder);
  const policy = compile(documents);
  requireKnown("workload", id, [...policy.workloads.keys()]);
  if (options.pin !== undefined) requireKnown("deployment", options.pin, [...policy.deploymentById.keys()]);
  if (options.businessUnit !== undefined)
    requireKnown("business-unit", options.businessUnit, [...policy.businessUnits]);
  const decision = decide(
    policy,
    {
      workload: id,
      inputTokens: { expected: options.inputTokens, atMost: options.inputTokens },
      at: momentOf(options.at, context.now()),
      draw: 0,
      ...(options.model === undefined ? {} : { model: options.model }),
      ...(options.sensitivity === undefined ? {} : { sensitivity: options.sensitivity }),
      ...(options.businessUnit === undefined ? {} : { businessUnit: options.businessUnit }),
      ...(options.pin === undefined ? {} : { pin: options.pin }),
      ...(options.maxOutputTokens === undefined ? {} : { maxOutputTokens: options.maxOutputTokens }),
      ...(options.cachesForHour ? { cachesForHour: true } : {}),
    },
    { health: [], spent: [] },
  );
  context.stdout(options.json ? `${JSON.stringify(explainDecision(decision), null, 2)}\n` : explainText(decision));
  if (decision.candidates.length === 0) context.setExitCode(1);
}

/** Adds `fairlead explain`. */
export const registerExplain: RegisterSubcommand = (program, context) => {
  program
    .command("explain")
    .description(
      "say where a workload's requests go, and why nothing else serves them (with all healthy and nothing spent)",
    )
    .argument("<workload>", "id of the workload")
    .option("--workspace <folder>", "where the documents are", ".")
    .option("--model <name>", "the model that the request names")
    .addOption(new Option("--sensitivity <level>", "raise the sensitivity").choices([...SENSITIVITIES]))
    .option("--business-unit <id>", "who pays, where it is not the workload's own business unit")
    .option("--pin <deployment>", "ask about this deployment only")
    .option("--input-tokens <number>", "input tokens of the request", wholeNumber, 1000)
    .option("--max-output-tokens <number>", "the request's output limit", wholeNumber)
    .option("--caches-for-hour", "the request asks to have parts of it cached for an hour")
    .option("--at <date>", "the moment to decide at: notices take effect by date")
    .option("--json", "print JSON")
    .action((id: string, options: ExplainOptions) => explain(id, options, context));
};
