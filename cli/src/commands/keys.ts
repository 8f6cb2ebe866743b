import path from "node:path";
import { closest, didYouMean } from "@fairlead/runtime/documents";
import { createKey, type KeyPermission } from "@fairlead/runtime/ledger";
import { Option } from "commander";
import { type CommandContext, UsageError } from "../context.ts";
import { openBooks } from "../ledger-file.ts";
import { type LedgerOptions, withLedgerOptions } from "../ledger-options.ts";
import { wholeNumber } from "../whole-number.ts";
import { loadPolicyWorkspace } from "../workspace.ts";
import type { RegisterSubcommand } from "./index.ts";

interface CreateOptions extends LedgerOptions {
  businessUnit: string;
  name?: string;
  workload: string[];
  default?: string;
  permission: KeyPermission[];
  requestsPerMinute?: number;
  tokensPerMinute?: number;
}

function requireKnown(what: string, id: string, known: Record<string, unknown>): void {
  if (Object.hasOwn(known, id)) return;
  throw new UsageError(
    `cli.unknown-${what}`,
    `There is no ${what} "${id}" in the policy.${didYouMean(closest(id, Object.keys(known)))}`,
  );
}

async function create(options: CreateOptions, context: CommandContext): Promise<void> {
  const { documents } = await loadPolicyWorkspace(context, path.resolve(context.cwd, options.workspace));
  requireKnown("business-unit", options.businessUnit, documents.policy.businessUnits);
  const named = options.default === undefined ? options.workload : [...options.workload, options.default];
  for (const id of named) requireKnown("workload", id, documents.policy.workloads);
  const ledger = await openBooks(options, context, "make");
  try {
    const { secret, hash, key } = createKey(
      {
        name: options.name ?? options.businessUnit,
        businessUnit: options.businessUnit,
        defaultWorkload: options.default ?? null,
        workloads: options.workload,
        permissions: options.permission,
        requestsPerMinute: options.requestsPerMinute ?? null,
        tokensPerMinute: options.tokensPerMinute ?? null,
      },
      context.now(),
    );
    await ledger.addKey(key, hash);
    if (options.json) context.stdout(`${JSON.stringify({ ...key, secret })}\n`);
    else
      context.stdout(
        `${secret}\nKey ${key.id} for ${options.businessUnit}. It is shown only now: the ledger keeps its hash.\n`,
      );
  } finally {
    await ledger.close();
  }
}

async function list(options: LedgerOptions, context: CommandContext): Promise<void> {
  const ledger = await openBooks(options, context, "refuse");
  try {
    const keys = await ledger.keys();
    if (options.json) context.stdout(`${JSON.stringify(keys, null, 2)}\n`);
    else {
      for (const key of keys) {
        const state = key.revokedAt === null ? "active" : `revoked ${new Date(key.revokedAt).toISOString()}`;
        const rights = key.permissions.length > 0 ? ` (${key.permissions.join(", ")})` : "";
        const limits = [
          key.requestsPerMinute === null ? "" : `  ${key.requestsPerMinute} requests a minute`,
          key.tokensPerMinute === null ? "" : `  ${key.tokensPerMinute} tokens a minute`,
        ].join("");
        context.stdout(
          `${key.id}  ${key.businessUnit ?? "any business unit"}  ${key.name}${rights}${limits}  ${state}\n`,
        );
      }
      if (keys.length === 0) context.stdout("No keys.\n");
    }
  } finally {
    await ledger.close();
  }
}

async function revoke(id: string, options: LedgerOptions, context: CommandContext): Promise<void> {
  const ledger = await openBooks(options, context, "refuse");
  try {
    const known = (await ledger.keys()).map((key) => key.id);
    if (!known.includes(id))
      throw new UsageError("cli.unknown-key", `There is no key "${id}".${didYouMean(closest(id, known))}`);
    const revoked = await ledger.revokeKey(id, context.now());
    if (options.json) context.stdout(`${JSON.stringify({ id, revoked })}\n`);
    else context.stdout(revoked ? `Key ${id} is revoked from now on.\n` : `Key ${id} was revoked already.\n`);
  } finally {
    await ledger.close();
  }
}

const repeat = (value: string, earlier: string[]): string[] => [...earlier, value];

/** Adds `fairlead keys create|list|revoke`. */
export const registerKeys: RegisterSubcommand = (program, context) => {
  const keys = program.command("keys").description("virtual keys: who may call the gateway, and who pays");
  withLedgerOptions(keys.command("create"))
    .description("make a key. Takes effect at once, also in a gateway that runs")
    .requiredOption("--business-unit <id>", "who pays")
    .option("--name <text>", "what the key is for")
    .option("--workload <id>", "a workload that it may name (default: all); may be repeated", repeat, [])
    .option("--default <workload>", "the workload of requests that name none")
    .option("--requests-per-minute <number>", "the most requests in any minute", wholeNumber)
    .option("--tokens-per-minute <number>", "the most tokens in any minute, input and output together", wholeNumber)
    .addOption(
      new Option("--permission <name>", "what else it may do; may be repeated")
        .choices(["pin", "admin"])
        .argParser((value: string, earlier: string[] = []) => {
          if (value !== "pin" && value !== "admin")
            throw new UsageError("cli.unknown-permission", `"${value}" is none of pin, admin.`);
          return repeat(value, earlier);
        })
        .default([]),
    )
    .action((options: CreateOptions) => create(options, context));
  withLedgerOptions(keys.command("list"))
    .description("show the keys, never their secrets")
    .action((options: LedgerOptions) => list(options, context));
  withLedgerOptions(keys.command("revoke"))
    .description("end a key, also in a gateway that runs")
    .argument("<id>", "id of the key")
    .action((id: string, options: LedgerOptions) => revoke(id, options, context));
};
