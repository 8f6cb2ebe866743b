import { UsageError } from "./context.ts";

/** Reads the option `--at`, or takes now. Milliseconds since 1970. Throws a UsageError where it is no date. */
export function momentOf(text: string | undefined, now: number, option = "--at"): number {
  if (text === undefined) return now;
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return at;
  throw new UsageError("cli.bad-date", `${option} ${text} is no date. Write 2027-02-01 or 2027-02-01T12:00:00Z.`);
}
