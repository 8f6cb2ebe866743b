import type { RuleInfo } from "../rule-info.ts";

/** An id that nothing in the workspace defines, mostly a misspelt one. */
export const linkUnknownId: RuleInfo = { code: "link.unknown-id", severity: "error" };

/** An id is defined more than once, in one file or in several. The places are named at each of them. */
export const linkDuplicateId: RuleInfo = { code: "link.duplicate-id", severity: "error" };

/** A default of the policy is set in more than one document, so that the order of files would decide. */
export const linkDuplicateDefault: RuleInfo = { code: "link.duplicate-default", severity: "error" };

/** Ids are used, and the workspace has no document of the kind that defines them. */
export const linkNoDocuments: RuleInfo = { code: "link.no-documents", severity: "error" };
