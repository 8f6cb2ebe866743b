import { FILTER_DIMENSIONS, type RecordFilter } from "@fairlead/runtime/ledger";
import type { Command } from "commander";
import { momentOf } from "../moment.ts";

/** Which records a command is about. */
export type FilterOptions = { since?: string; until?: string } & Partial<
  Record<(typeof FILTER_DIMENSIONS)[number], string>
>;

/** How a dimension is written on the command line: `business-unit`. */
function optionName(dimension: string): string {
  return dimension.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Adds `--since`, `--until` and an option for each dimension. */
export function withFilterOptions(command: Command): Command {
  command
    .option("--since <time>", "requests from this date or time on")
    .option("--until <time>", "requests before this date or time");
  for (const dimension of FILTER_DIMENSIONS) {
    const what = optionName(dimension).replace("-", " ");
    command.option(`--${optionName(dimension)} <id>`, `requests of this ${what} only`);
  }
  return command;
}

/** The filter that the options ask for. Throws a UsageError where a date can not be read. */
export function filterOf(options: FilterOptions, now: number): RecordFilter {
  const filter: RecordFilter = {};
  if (options.since !== undefined) filter.since = momentOf(options.since, now, "--since");
  if (options.until !== undefined) filter.until = momentOf(options.until, now, "--until");
  for (const dimension of FILTER_DIMENSIONS) {
    const wanted = options[dimension];
    if (wanted !== undefined) filter[dimension] = wanted;
  }
  return filter;
}
