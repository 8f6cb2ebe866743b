/** Options that take parts of the world away. */
import { closest, didYouMean } from "@fairlead/runtime/documents";
import { type Away, type CompiledPolicy, phaseAt } from "@fairlead/runtime/policy";
import type { Command } from "commander";
import { UsageError } from "./context.ts";

/** What can be taken away. */
export const AWAY_KINDS = ["provider", "supplier", "region", "contract", "deployment", "jurisdiction"] as const;
type Kind = (typeof AWAY_KINDS)[number];

/** Ids by kind. */
export type AwayIds = Record<Kind, string[]>;

const collect = (value: string, before: string[]): string[] => [...before, value];

/** Adds an option for each kind, its name behind the prefix. */
export function withAwayOptions(command: Command, prefix = ""): Command {
  for (const kind of AWAY_KINDS)
    command.option(`--${prefix}${kind} <id>`, `take this ${kind} away; may be given several times`, collect, []);
  return command;
}

/** What can be taken away, by kind. */
function known(policy: CompiledPolicy, at: number): AwayIds {
  const all = (of: (one: CompiledPolicy["deployments"][number]) => string | undefined): string[] =>
    [...new Set(policy.deployments.flatMap((one) => of(one) ?? []))].sort();
  return {
    provider: all(({ provider }) => provider),
    supplier: all(({ supplier }) => supplier),
    region: all(({ region }) => region),
    contract: all(({ contract }) => contract?.id),
    deployment: all(({ id }) => id),
    jurisdiction: all((one) => phaseAt(one, at).data.residency),
  };
}

/** Throws a UsageError for a name that nothing has. `at` in milliseconds since 1970. */
export function requireKnown(away: AwayIds, policy: CompiledPolicy, at: number): void {
  const ids = known(policy, at);
  for (const kind of AWAY_KINDS) {
    for (const id of away[kind]) {
      if (ids[kind].includes(id)) continue;
      const listed = ids[kind].length > 0 ? ` There are: ${ids[kind].join(", ")}.` : "";
      const message = `No deployment has ${kind} "${id}".${didYouMean(closest(id, ids[kind]))}${listed}`;
      throw new UsageError(`cli.unknown-${kind}`, message);
    }
  }
}

/** The same in the words of a drill. */
export function awayOf(ids: AwayIds): Away {
  return {
    providers: ids.provider,
    suppliers: ids.supplier,
    regions: ids.region,
    contracts: ids.contract,
    deployments: ids.deployment,
    jurisdictions: ids.jurisdiction,
  };
}
