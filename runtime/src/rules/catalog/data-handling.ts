import { phaseAt } from "../../policy/compile-deployment.ts";
import type { WorkspaceFinding, WorkspaceRule } from "../rule.ts";
import type { WorkspaceView } from "../view.ts";
import { listed } from "../words.ts";
import { jurisdictionOfProfile, jurisdictionOfRegion } from "./regions.ts";

/**
 * What a deployment declares of its data contradicts the contract with its provider: it keeps data for a shorter time,
 * or does not train on it, and the contract says otherwise. Decisions go by the worse of the two.
 *
 * Wrong:
 * ```yaml
 * contracts:
 *   microsoft-ea: { provider: azure-swedencentral, dataHandling: { training: false, retentionDays: 30 } }
 * ```
 *
 * Right:
 * ```yaml
 * contracts:
 *   microsoft-ea: { provider: azure-swedencentral, dataHandling: { training: false, retentionDays: 0 } }
 * ```
 */
export const dataContradiction: WorkspaceRule = {
  code: "deployment.data-contradiction",
  severity: "warning",
  *check(view) {
    for (const [id, { data }] of Object.entries(view.documents.catalog.deployments)) {
      const contract = view.policy.deploymentById.get(id)?.contract;
      if (!contract || !data) continue;
      for (const key of ["training", "retentionDays"] as const) {
        const [declared, promised] = [data[key], contract[key]];
        if (declared === undefined || promised === undefined || Number(declared) >= Number(promised)) continue;
        const place = view.place("deployment", id, "data", key);
        if (!place) continue;
        yield {
          place,
          message: `The contract "${contract.id}" says ${key} ${promised}, and this says ${declared}; decisions go by the contract. Put one of them right.`,
          related: [
            { place: view.place("contract", contract.id, "dataHandling", key), message: "What the contract says." },
          ],
          data: { replacements: [String(promised)] },
        };
      }
    }
  },
};

function* residencyFinding(
  view: WorkspaceView,
  id: string,
  path: readonly string[],
  claimed: string,
  actual: string,
  why: string,
): Iterable<WorkspaceFinding> {
  const place = view.place("deployment", id, ...path);
  if (!place) return;
  yield {
    place,
    message: `Data is said to stay in ${claimed}, but ${why}. Decisions believe what is written here: put it right.`,
    data: { replacements: [actual] },
  };
}

/**
 * A deployment is said to keep data in one jurisdiction, and its region, or the inference profile in its upstream id,
 * lies in another.
 *
 * Known are the regions of AWS, Azure and Google Cloud by their names, and the prefixes of Bedrock's cross-region
 * profiles: `eu.` stays in the EU, `us.` in the United States, `global.` goes anywhere.
 *
 * Wrong:
 * ```yaml
 * deployments:
 *   claude-sonnet-5@bedrock-eu-central-1:
 *     upstream: global.anthropic.claude-sonnet-5-v1:0
 *     price: { input: 2, output: 10 }
 *     data: { residency: eu, retentionDays: 0, training: false, maxSensitivity: restricted }
 * ```
 *
 * Right:
 * ```yaml
 * deployments:
 *   claude-sonnet-5@bedrock-eu-central-1:
 *     upstream: eu.anthropic.claude-sonnet-5-v1:0
 *     price: { input: 2.2, output: 11 }
 *     data: { residency: eu, retentionDays: 0, training: false, maxSensitivity: restricted }
 * ```
 */
export const residencyContradiction: WorkspaceRule = {
  code: "deployment.residency-contradiction",
  severity: "warning",
  *check(view) {
    for (const [id, { data, upstream, region }] of Object.entries(view.documents.catalog.deployments)) {
      const deployment = view.policy.deploymentById.get(id);
      const claimed = deployment && phaseAt(deployment, view.at).data.residency;
      if (!deployment || claimed === undefined || claimed === "global") continue;
      const path = data?.residency === undefined ? [] : ["data", "residency"];
      const profile = deployment.adapter === "bedrock" ? jurisdictionOfProfile(upstream) : undefined;
      if (profile !== undefined && profile !== claimed) {
        const why =
          profile === "global"
            ? `the inference profile ${upstream} may process it anywhere`
            : `the inference profile ${upstream} processes it in ${profile}`;
        yield* residencyFinding(view, id, path, claimed, profile, why);
        continue;
      }
      const actual = deployment.region === undefined ? undefined : jurisdictionOfRegion(deployment.region);
      if (actual === undefined || actual === claimed || profile === claimed) continue;
      // Where the provider itself is at odds with its region, that is said once, there.
      if (data?.residency === undefined && region === undefined) continue;
      yield* residencyFinding(view, id, path, claimed, actual, `the region ${deployment.region} lies in ${actual}`);
    }
  },
};

/**
 * A provider's region lies in another jurisdiction than it says. Its deployments inherit the jurisdiction as their
 * residency.
 *
 * Wrong:
 * ```yaml
 * providers:
 *   bedrock-eu-central-1: { adapter: bedrock, region: us-east-1, jurisdiction: eu, credentials: { chain: aws }, contract: aws-edp }
 * ```
 *
 * Right:
 * ```yaml
 * providers:
 *   bedrock-eu-central-1: { adapter: bedrock, region: eu-central-1, jurisdiction: eu, credentials: { chain: aws }, contract: aws-edp }
 * ```
 */
export const jurisdictionContradiction: WorkspaceRule = {
  code: "provider.jurisdiction-contradiction",
  severity: "warning",
  *check(view) {
    for (const [id, { region, jurisdiction }] of Object.entries(view.documents.catalog.providers)) {
      const actual = region === undefined ? undefined : jurisdictionOfRegion(region);
      if (actual === undefined || jurisdiction === undefined || jurisdiction === "global" || actual === jurisdiction)
        continue;
      const place = view.place("provider", id, "jurisdiction");
      if (!place) continue;
      yield {
        place,
        message: `The region ${region} lies in ${actual}, and this says ${jurisdiction}. Put one of them right.`,
        related: [{ place: view.place("provider", id, "region"), message: "The region." }],
        data: { replacements: [actual] },
      };
    }
  },
};

/**
 * A deployment that may learn from what it is sent serves a workload whose data is not public.
 *
 * Wrong:
 * ```yaml
 * deployments:
 *   gpt-5.5@azure-swedencentral:
 *     upstream: gpt-55
 *     price: { input: 5, output: 30 }
 *     data: { residency: eu, retentionDays: 0, training: true, maxSensitivity: restricted }
 * ```
 *
 * Right:
 * ```yaml
 * deployments:
 *   gpt-5.5@azure-swedencentral:
 *     upstream: gpt-55
 *     price: { input: 5, output: 30 }
 *     data: { residency: eu, retentionDays: 0, training: false, maxSensitivity: restricted }
 * ```
 */
export const trainsOnData: WorkspaceRule = {
  code: "deployment.trains-on-data",
  severity: "warning",
  *check(view) {
    for (const deployment of view.policy.deployments) {
      const { training } = phaseAt(deployment, view.at).data;
      if (training !== true && deployment.contract?.training !== true) continue;
      const users = view.servedBy(deployment.id).filter(({ workload }) => workload.sensitivity !== "public");
      const place = users.length > 0 ? view.place("deployment", deployment.id, "data", "training") : undefined;
      if (!place) continue;
      yield {
        place,
        message: `Models may learn from what is sent here, and ${listed(
          users.map(({ workload }) => `"${workload.id}" (${workload.sensitivity})`),
          3,
        )} may be. Forbid it in the contract, or keep these workloads away.`,
      };
    }
  },
};
