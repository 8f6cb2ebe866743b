/** All language features of the server. */
import { assistance } from "./assistance.ts";
import type { FeatureGroup } from "./feature-group.ts";
import { formatting } from "./formatting.ts";
import { navigation } from "./navigation.ts";
import { planOffer } from "./plan-offer.ts";
import { presentation } from "./presentation.ts";

export const featureGroups: readonly FeatureGroup[] = [assistance, navigation, presentation, formatting, planOffer];
