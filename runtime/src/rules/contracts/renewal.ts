import { startOfDate } from "../../policy/compile-deployment.ts";
import type { WorkspaceRule } from "../rule.ts";
import { counted } from "../words.ts";

const DAY = 24 * 60 * 60 * 1000;
const DEFAULT_NOTICE_DAYS = 90;

/**
 * A contract is about to renew. Spoken of from `checks.renewalNoticeDays` (90 without it) before the last day on which
 * it can be terminated, which is `noticeToTerminateDays` before it renews; a warning once that day has passed.
 *
 * Wrong:
 * ```yaml
 * contracts:
 *   microsoft-ea:
 *     provider: azure-swedencentral
 *     renews: 2027-01-31
 *     noticeToTerminateDays: 30
 * ```
 *
 * Right:
 * ```yaml
 * contracts:
 *   microsoft-ea:
 *     provider: azure-swedencentral
 *     renews: 2029-01-31
 *     noticeToTerminateDays: 30
 * ```
 */
export const renewingSoon: WorkspaceRule = {
  code: "contract.renewing-soon",
  severity: "information",
  *check(view) {
    for (const [id, { renews, noticeToTerminateDays = 0 }] of Object.entries(view.documents.catalog.contracts)) {
      if (renews === undefined) continue;
      const untilRenewal = view.daysUntil(renews);
      const untilDecision = untilRenewal - noticeToTerminateDays;
      const notice = view.checks("contract", id).renewalNoticeDays ?? DEFAULT_NOTICE_DAYS;
      const place = untilRenewal > 0 && untilDecision <= notice ? view.place("contract", id, "renews") : undefined;
      if (!place) continue;
      const lastDay = new Date(startOfDate(renews) - noticeToTerminateDays * DAY).toISOString().slice(0, 10);
      yield untilDecision > 0
        ? {
            place,
            message: `The contract "${id}" renews on ${renews}; it can be terminated until ${lastDay}, for ${counted(untilDecision, "day")} more. Decide, and enter the new date.`,
          }
        : {
            place,
            message: `The contract "${id}" renews on ${renews}, in ${counted(untilRenewal, "day")}; the last day to terminate it was ${lastDay}. Enter the new date.`,
            severity: "warning",
          };
    }
  },
};

/**
 * The renewal date of a contract lies in the past: either it has renewed and the catalog does not know until when, or
 * it has ended and what it promises does not hold any more.
 *
 * Wrong:
 * ```yaml
 * contracts:
 *   microsoft-ea: { provider: azure-swedencentral, renews: 2025-06-30 }
 * ```
 *
 * Right:
 * ```yaml
 * contracts:
 *   microsoft-ea: { provider: azure-swedencentral, renews: 2029-06-30 }
 * ```
 */
export const renewalPast: WorkspaceRule = {
  code: "contract.renewal-past",
  severity: "warning",
  *check(view) {
    for (const [id, { renews }] of Object.entries(view.documents.catalog.contracts)) {
      const place =
        renews !== undefined && view.daysUntil(renews) <= 0 ? view.place("contract", id, "renews") : undefined;
      if (!place) continue;
      yield {
        place,
        message: `The contract "${id}" renewed or ended on ${renews}. Enter the date of the next renewal, or remove the contract.`,
      };
    }
  },
};

/**
 * A contract whose dates do not fit: it renews before it starts, or it has not started and providers already count on
 * its terms.
 *
 * Wrong:
 * ```yaml
 * contracts:
 *   microsoft-ea: { provider: azure-swedencentral, starts: 2028-01-01, renews: 2029-06-30 }
 * ```
 *
 * Right:
 * ```yaml
 * contracts:
 *   microsoft-ea: { provider: azure-swedencentral, starts: 2025-01-01, renews: 2029-06-30 }
 * ```
 */
export const contractNotInForce: WorkspaceRule = {
  code: "contract.not-in-force",
  severity: "warning",
  *check(view) {
    const { contracts, providers } = view.documents.catalog;
    const used = new Set(Object.values(providers).map(({ contract }) => contract));
    for (const [id, { starts, renews }] of Object.entries(contracts)) {
      if (starts === undefined) continue;
      const place = view.place("contract", id, "starts");
      if (!place) continue;
      if (renews !== undefined && renews <= starts)
        yield {
          place,
          message: `The contract "${id}" renews on ${renews}, before it starts on ${starts}. One of them is wrong.`,
        };
      else if (view.daysUntil(starts) > 0 && used.has(id))
        yield {
          place,
          message: `The contract "${id}" starts on ${starts}; until then nobody has promised what the catalog relies on.`,
        };
    }
  },
};
