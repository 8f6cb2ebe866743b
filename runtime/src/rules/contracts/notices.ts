import { splitDeploymentId } from "../../documents/vocabulary.ts";
import { startOfDate } from "../../policy/compile-deployment.ts";
import type { WorkspaceRule } from "../rule.ts";
import { counted, listed } from "../words.ts";

const DAY = 24 * 60 * 60 * 1000;
const WINDOWS = { price: "priceDays", policy: "policyDays", retirement: "retirementDays" } as const;

/**
 * A provider announces a change later than its contract allows. You need not accept it at that date: the message says
 * from when the contract lets it take effect.
 *
 * Wrong:
 * ```yaml
 * notices:
 *   azure-price-rise:
 *     provider: azure-swedencentral
 *     kind: price
 *     affects: [gpt-5.5@azure-swedencentral]
 *     announced: 2026-11-01
 *     effective: 2026-12-01
 *     price: { input: 6, output: 36 }
 * ```
 *
 * Right:
 * ```yaml
 * notices:
 *   azure-price-rise:
 *     provider: azure-swedencentral
 *     kind: price
 *     affects: [gpt-5.5@azure-swedencentral]
 *     announced: 2026-11-01
 *     effective: 2027-03-01
 *     price: { input: 6, output: 36 }
 * ```
 */
export const noticeTooShort: WorkspaceRule = {
  code: "notice.too-short",
  severity: "warning",
  *check(view) {
    const { notices, providers, contracts } = view.documents.catalog;
    for (const [id, { provider, kind, announced, effective }] of Object.entries(notices)) {
      const contract = providers[provider]?.contract;
      const key = WINDOWS[kind];
      const promised = contract === undefined ? undefined : contracts[contract]?.changeNotice?.[key];
      if (promised === undefined || contract === undefined || effective < announced) continue;
      const lead = Math.round((startOfDate(effective) - startOfDate(announced)) / DAY);
      const place = lead < promised ? view.place("notice", id, "effective") : undefined;
      if (!place) continue;
      const earliest = new Date(startOfDate(announced) + promised * DAY).toISOString().slice(0, 10);
      yield {
        place,
        message: `"${id}" was announced ${counted(lead, "day")} before it takes effect; the contract "${contract}" promises ${counted(promised, "day")}, so not before ${earliest}. Take it up with "${provider}".`,
        related: [
          { place: view.place("contract", contract, "changeNotice", key), message: "What the contract promises." },
        ],
        data: { replacements: [earliest] },
      };
    }
  },
};

/**
 * A notice that takes effect before it was announced: one of the dates is wrong.
 *
 * Wrong:
 * ```yaml
 * notices:
 *   azure-price-rise:
 *     provider: azure-swedencentral
 *     kind: price
 *     affects: [gpt-5.5@azure-swedencentral]
 *     announced: 2026-11-01
 *     effective: 2026-02-01
 *     price: { input: 6, output: 36 }
 * ```
 *
 * Right:
 * ```yaml
 * notices:
 *   azure-price-rise:
 *     provider: azure-swedencentral
 *     kind: price
 *     affects: [gpt-5.5@azure-swedencentral]
 *     announced: 2026-11-01
 *     effective: 2027-02-01
 *     price: { input: 6, output: 36 }
 * ```
 */
export const noticeBackwards: WorkspaceRule = {
  code: "notice.effective-before-announced",
  severity: "warning",
  *check(view) {
    for (const [id, { announced, effective }] of Object.entries(view.documents.catalog.notices)) {
      const place = effective < announced ? view.place("notice", id, "effective") : undefined;
      if (!place) continue;
      yield {
        place,
        message: `"${id}" takes effect on ${effective}, before it was announced on ${announced}. One of the dates is wrong.`,
        related: [{ place: view.place("notice", id, "announced"), message: "When it was announced." }],
      };
    }
  },
};

/**
 * A notice of one provider that affects a deployment of another. A provider changes its own deployments only; the
 * contract that the notice is measured by would be the wrong one.
 *
 * Wrong:
 * ```yaml
 * notices:
 *   azure-price-rise:
 *     provider: azure-swedencentral
 *     kind: price
 *     affects: [gpt-5.5@openai]
 *     announced: 2026-11-01
 *     effective: 2027-02-01
 *     price: { input: 6, output: 36 }
 * ```
 *
 * Right:
 * ```yaml
 * notices:
 *   azure-price-rise:
 *     provider: azure-swedencentral
 *     kind: price
 *     affects: [gpt-5.5@azure-swedencentral]
 *     announced: 2026-11-01
 *     effective: 2027-02-01
 *     price: { input: 6, output: 36 }
 * ```
 */
export const noticeOfAnother: WorkspaceRule = {
  code: "notice.of-another-provider",
  severity: "warning",
  *check(view) {
    for (const [id, { provider, affects }] of Object.entries(view.documents.catalog.notices)) {
      for (const [index, deployment] of affects.entries()) {
        const owner = splitDeploymentId(deployment)?.provider;
        const place =
          owner !== undefined && owner !== provider ? view.place("notice", id, "affects", index) : undefined;
        if (!place) continue;
        yield {
          place,
          message: `${deployment} is at "${owner}", and the notice is from "${provider}". Correct one of them.`,
          related: [{ place: view.place("notice", id, "provider"), message: "Who gives the notice." }],
        };
      }
    }
  },
};

/**
 * The replacement that a notice names may not serve a workload that uses what it replaces, so the notice's own way out
 * is closed there. Information: choose another deployment for that workload in time. A warning where the replacement is
 * what the notice itself takes away.
 *
 * Wrong:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     sensitivity: restricted
 *     route: { candidates: [gpt-5.5@azure-swedencentral] }
 * notices:
 *   azure-retirement:
 *     provider: azure-swedencentral
 *     kind: retirement
 *     affects: [gpt-5.5@azure-swedencentral]
 *     announced: 2026-06-01
 *     effective: 2027-02-01
 *     replacement: gpt-5.5@openai
 * ```
 *
 * Right:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     sensitivity: restricted
 *     route: { candidates: [gpt-5.5@azure-swedencentral] }
 * notices:
 *   azure-retirement:
 *     provider: azure-swedencentral
 *     kind: retirement
 *     affects: [gpt-5.5@azure-swedencentral]
 *     announced: 2026-06-01
 *     effective: 2027-02-01
 *     replacement: claude-sonnet-5@bedrock-eu-central-1
 * ```
 */
export const replacementClosed: WorkspaceRule = {
  code: "notice.replacement-closed",
  severity: "information",
  *check(view) {
    for (const [id, { kind, affects, replacement }] of Object.entries(view.documents.catalog.notices)) {
      const successor = replacement === undefined ? undefined : view.policy.deploymentById.get(replacement);
      if (!successor) continue;
      if (kind === "retirement" && affects.includes(successor.id)) {
        const itself = view.place("notice", id, "replacement");
        const message = `${successor.id} is itself what this notice takes away. Name another, or none.`;
        if (itself) yield { place: itself, message, severity: "warning", data: { removable: true } };
        continue;
      }
      const users = new Set(affects.flatMap((one) => view.servedBy(one)));
      const closed = [...users].filter(({ workload }) => !view.mayServe(workload.id, successor.id));
      const place = closed.length > 0 ? view.place("notice", id, "replacement") : undefined;
      if (!place) continue;
      const ids = closed.map(({ workload }) => workload.id);
      yield {
        place,
        message: `${successor.id} may not serve ${listed(
          ids.map((one) => `"${one}"`),
          3,
        )}, which the notice takes a deployment from. Choose another there.`,
        related: ids.slice(0, 3).map((one) => ({
          place: view.place("workload", one, "route", "candidates"),
          message: `The route of "${one}".`,
        })),
        data: { replacements: view.qualifying(ids[0] ?? "") },
      };
    }
  },
};
