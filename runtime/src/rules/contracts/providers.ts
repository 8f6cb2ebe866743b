import { groupBy } from "../group-by.ts";
import type { WorkspaceRule } from "../rule.ts";
import { listed } from "../words.ts";
import { servedBy } from "./served.ts";

/**
 * A provider without a contract carries a critical workload, or data from confidential on: nobody has promised
 * anything about either.
 *
 * Wrong:
 * ```yaml
 * providers:
 *   azure-swedencentral: { adapter: azure-openai, endpoint: https://acme.openai.azure.com, region: swedencentral, jurisdiction: eu }
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     sensitivity: confidential
 *     route: { candidates: [gpt-5.5@azure-swedencentral, claude-sonnet-5@bedrock-eu-central-1] }
 * ```
 *
 * Right:
 * ```yaml
 * providers:
 *   azure-swedencentral: { adapter: azure-openai, endpoint: https://acme.openai.azure.com, region: swedencentral, jurisdiction: eu, contract: microsoft-ea }
 * ```
 */
export const providerWithoutContract: WorkspaceRule = {
  code: "provider.without-contract",
  severity: "warning",
  *check(view) {
    const byProvider = groupBy(view.policy.deployments, ({ provider }) => provider);
    for (const [id, { contract }] of Object.entries(view.documents.catalog.providers)) {
      if (contract !== undefined) continue;
      const { workloads, sensitivity, criticality } = servedBy(view, byProvider.get(id) ?? []);
      const isSensitive = sensitivity === "confidential" || sensitivity === "restricted";
      const place = isSensitive || criticality === "critical" ? view.place("provider", id) : undefined;
      if (!place) continue;
      yield {
        place,
        message: `There is no contract with "${id}", and it carries ${listed(
          workloads.map((one) => `"${one}"`),
          3,
        )} with data up to ${sensitivity}. Name its "contract".`,
        data: { missing: "contract" },
      };
    }
  },
};

/**
 * A provider counts on a contract that was made with another one. If one contract covers both, say so in its
 * description and silence this; if not, what the policy requires of the contract is not promised here.
 *
 * Wrong:
 * ```yaml
 * providers:
 *   openai: { adapter: openai, jurisdiction: us, contract: microsoft-ea }
 * ```
 *
 * Right:
 * ```yaml
 * providers:
 *   openai: { adapter: openai, jurisdiction: us, contract: openai-services }
 * ```
 */
export const contractOfAnother: WorkspaceRule = {
  code: "provider.contract-of-another",
  severity: "information",
  *check(view) {
    const { providers, contracts } = view.documents.catalog;
    for (const [id, { contract }] of Object.entries(providers)) {
      const with_ = contract === undefined ? undefined : contracts[contract]?.provider;
      if (with_ === undefined || with_ === id || contract === undefined) continue;
      const place = view.place("provider", id, "contract");
      if (!place) continue;
      yield {
        place,
        message: `The contract "${contract}" was made with "${with_}". Does it cover "${id}" too?`,
        related: [{ place: view.place("contract", contract, "provider"), message: "The contract's provider." }],
      };
    }
  },
};
