/** The places in one file that a finding is made of, in any language. */
import type { FindingKind, FindingState, FindingTier, Leftover, TextEdit } from "./types.ts";
import type { Vendor } from "./vendors/index.ts";

export interface SiteBase {
  /** What is underlined. */
  start: number;
  end: number;
  rule: string;
  vendor: Vendor;
  kind: FindingKind;
  api: string;
  /** The name in its vendor's table of what is made here. */
  object?: string;
  tier: FindingTier;
  state: FindingState;
  /** What the code names as its workload. */
  workload: string | null;
  message: string;
}

/** A place with no fix. */
export interface PlainSite extends SiteBase {
  form: "plain";
}

/** A place that a fix may rewrite. */
export interface FixableBase extends SiteBase {
  /** What a fix does, as the beginning of its title: `Migrate to GatewayOpenAI`. */
  title: string;
  /** The same as advice in a message: `Use GatewayOpenAI of @fairlead/runtime/openai`. */
  advice: string;
  /** Why the fix is for a person to choose, whatever else is known. */
  suggestion?: string;
  /** Why there is no automatic fix, and what to decide. */
  obstacle: string | undefined;
  /** Why a fix wants a look. */
  caution: string | undefined;
  /** What the gateway answers of the client, by its name in `vendors/served.ts`. */
  surface: string;
  /** Whether the client can be reached from other files, which may call anything on it. */
  leaves: boolean;
}

/** A site and the workload that its fix names. */
export interface Target<S> {
  site: S;
  workload: string;
}

/** The edits that migrate some sites of one file, or why there are none. */
export type Plan = { edits: TextEdit[]; unused: Leftover[] } | { why: string };
