import { closest, didYouMean } from "../suggest.ts";
import { type DocumentRule, entriesAt, textAt } from "./rule.ts";

/**
 * A budget's window begins and ends by the calendar of its time zone, which is named as in the IANA database:
 * `Europe/Stockholm`, `America/New_York`, `UTC`. An unknown zone has no calendar.
 */
export const budgetUnknownTimezone: DocumentRule = {
  code: "budget.unknown-timezone",
  severity: "error",
  kinds: ["RoutingPolicy"],
  *check(root) {
    for (const budget of entriesAt(root, "budgets")) {
      const zone = textAt(budget.value, "timezone");
      if (!zone || isTimezone(zone.value)) continue;
      const replacements = closest(zone.value, timezones());
      yield {
        span: zone.inner,
        message: `"${zone.value}" is not a time zone.${didYouMean(replacements)} Use an IANA name like Europe/Stockholm, or UTC.`,
        data: { replacements },
      };
    }
  },
};

function isTimezone(name: string): boolean {
  // Offsets such as +01:00 are accepted by some runtimes but have no summer time, so they are no calendar.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The names of the time zones that this runtime knows, for suggestions and completion. */
export function timezones(): string[] {
  return ["UTC", ...Intl.supportedValuesOf("timeZone")];
}
