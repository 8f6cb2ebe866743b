import type { RuleInfo } from "../rule-info.ts";

/**
 * A comment `fairlead-ignore` silences nothing: what it was for has been put right, or it stands in the wrong place.
 *
 * At the end of a line it is for that line; alone on a line it is for the next line that holds more than comments;
 * `fairlead-ignore-file` is for the whole file and stands above everything but comments. It names one or more codes, and
 * after `--` the reason.
 */
export const suppressionUnused: RuleInfo = { code: "suppression.unused", severity: "hint", tags: ["unnecessary"] };

/** A comment `fairlead-ignore` names a rule that there is not. */
export const suppressionUnknownCode: RuleInfo = { code: "suppression.unknown-code", severity: "hint" };

/**
 * A comment `fairlead-ignore` names a mistake that can not be silenced: documents with it are not put in force, whatever
 * is shown of it.
 */
export const suppressionNotPossible: RuleInfo = {
  code: "suppression.not-possible",
  severity: "hint",
  tags: ["unnecessary"],
};
