/** All rules on the meaning of a document, beyond its schema. One file a subject; the comment is its documentation. */
import {
  benchmarkMissingRate,
  benchmarkNoCases,
  benchmarkTooFewArms,
  benchmarkUnknownBaseline,
} from "./benchmark-parts.ts";
import { budgetThresholdOrder, budgetThresholdOverLimit } from "./budget-thresholds.ts";
import { budgetUnknownTimezone } from "./budget-unknown-timezone.ts";
import { deploymentBadId } from "./deployment-bad-id.ts";
import { noticeMissingPrice } from "./notice-missing-price.ts";
import { providerMissingEndpoint, providerMissingRegion } from "./provider-endpoint-and-region.ts";
import { routeWeightNotCandidate } from "./route-weight-not-candidate.ts";
import type { DocumentRule } from "./rule.ts";
import { ruleNoEffect } from "./rule-no-effect.ts";
import { secretInDocument } from "./secret-in-document.ts";

export const documentRules: readonly DocumentRule[] = [
  deploymentBadId,
  providerMissingEndpoint,
  providerMissingRegion,
  noticeMissingPrice,
  ruleNoEffect,
  routeWeightNotCandidate,
  budgetThresholdOverLimit,
  budgetThresholdOrder,
  budgetUnknownTimezone,
  secretInDocument,
  benchmarkTooFewArms,
  benchmarkNoCases,
  benchmarkMissingRate,
  benchmarkUnknownBaseline,
];
