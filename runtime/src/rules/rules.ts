/** All rules, in the order of the subjects. One file a subject; the comment above a rule is its page. */
import { documentRules } from "../documents/rules/index.ts";
import { basicRules } from "./basics/index.ts";
import { budgetTooSmall, budgetUnused } from "./budgets/payable.ts";
import { fixedTimezone, shadowedBudget, unreachableThreshold } from "./budgets/thresholds.ts";
import { ineligibleArm } from "./catalog/benchmarks.ts";
import { providerWithoutCredentials } from "./catalog/credentials.ts";
import {
  dataContradiction,
  jurisdictionContradiction,
  residencyContradiction,
  trainsOnData,
} from "./catalog/data-handling.ts";
import { exceedsModel, insecureEndpoint, latencyImplausible, timeoutsContradict } from "./catalog/limits.ts";
import { prefillWithoutEffect } from "./catalog/prefill.ts";
import { unusedId } from "./catalog/unused.ts";
import { ruleDeniesNothing, ruleNeverApplies, ruleRejectsEverything } from "./constraints/reach.ts";
import { ruleShadowed } from "./constraints/shadowed.ts";
import { unknownSupplier } from "./constraints/suppliers.ts";
import {
  missingAuditRights,
  missingChangeNotice,
  missingDataHandling,
  missingMetering,
  missingPortability,
} from "./contracts/missing-terms.ts";
import { noticeBackwards, noticeOfAnother, noticeTooShort, replacementClosed } from "./contracts/notices.ts";
import { contractOfAnother, providerWithoutContract } from "./contracts/providers.ts";
import { contractNotInForce, renewalPast, renewingSoon } from "./contracts/renewal.ts";
import {
  priceCached,
  priceCacheHour,
  priceDiffers,
  priceMissing,
  priceStale,
  priceUnit,
  priceUnsourced,
} from "./prices/price-rules.ts";
import { closingDeployment } from "./routes/closing-deployment.ts";
import {
  singleContract,
  singleDeployment,
  singleProvider,
  singleRegion,
  singleSupplier,
} from "./routes/concentration.ts";
import { nobodyContinues } from "./routes/continuation.ts";
import { deadlineTooShort, neverFallsBack } from "./routes/fallback.ts";
import { ineligibleCandidate } from "./routes/ineligible-candidate.ts";
import { deprecatedDeployment, previewDeployment, retiredDeployment, retiringDeployment } from "./routes/lifecycle.ts";
import { noEligibleDeployment } from "./routes/no-eligible-deployment.ts";
import { objectiveContradiction, objectiveNotMet } from "./routes/objectives.ts";
import { severalEmbeddingModels } from "./routes/several-embedding-models.ts";
import { unreachableCandidate } from "./routes/unreachable-candidate.ts";
import { unusedWeights, zeroWeights } from "./routes/weights.ts";
import { sharedCode, unknownSensitivity } from "./routes/workloads.ts";
import type { WorkspaceRule } from "./rule.ts";
import type { RuleInfo } from "./rule-info.ts";

/** The rules on the documents together. */
export const workspaceRules: readonly WorkspaceRule[] = [
  noEligibleDeployment,
  ineligibleCandidate,
  singleDeployment,
  singleProvider,
  singleSupplier,
  singleRegion,
  singleContract,
  retiredDeployment,
  retiringDeployment,
  previewDeployment,
  deprecatedDeployment,
  closingDeployment,
  severalEmbeddingModels,
  unreachableCandidate,
  unusedWeights,
  zeroWeights,
  neverFallsBack,
  deadlineTooShort,
  nobodyContinues,
  objectiveNotMet,
  objectiveContradiction,
  unknownSensitivity,
  sharedCode,
  budgetTooSmall,
  budgetUnused,
  unreachableThreshold,
  shadowedBudget,
  fixedTimezone,
  ruleNeverApplies,
  ruleRejectsEverything,
  ruleDeniesNothing,
  ruleShadowed,
  unknownSupplier,
  providerWithoutContract,
  providerWithoutCredentials,
  contractOfAnother,
  missingPortability,
  missingMetering,
  missingChangeNotice,
  missingAuditRights,
  missingDataHandling,
  renewingSoon,
  renewalPast,
  contractNotInForce,
  noticeTooShort,
  noticeBackwards,
  noticeOfAnother,
  replacementClosed,
  priceMissing,
  priceStale,
  priceUnsourced,
  priceDiffers,
  priceUnit,
  priceCacheHour,
  priceCached,
  dataContradiction,
  residencyContradiction,
  jurisdictionContradiction,
  trainsOnData,
  exceedsModel,
  prefillWithoutEffect,
  latencyImplausible,
  timeoutsContradict,
  insecureEndpoint,
  ineligibleArm,
  unusedId,
];

/** All rules on documents, those that speak about one document alone and about comments included. */
export const allRules: readonly RuleInfo[] = [...basicRules, ...documentRules, ...workspaceRules];

/** The codes of all rules on documents. */
export const knownCodes: ReadonlySet<string> = new Set(allRules.map(({ code }) => code));
