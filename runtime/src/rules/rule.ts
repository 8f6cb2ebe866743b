/** A rule on the documents of a workspace together: what it sees and what it says. */
import type { DiagnosticData, DiagnosticTag, Location, Severity } from "../documents/diagnostic.ts";
import type { RuleInfo } from "./rule-info.ts";
import type { WorkspaceView } from "./view.ts";

/** A place in a document, with the pointer of its node. */
export interface Place extends Location {
  pointer: string;
  /** Only what is around the part that was asked for, since that is not written here: nothing can be put in its place. */
  isAround?: true;
}

export interface WorkspaceFinding {
  place: Place;
  /** The reason, and what to do: sentences. */
  message: string;
  /** Where it differs from the rule's. A project's setting for the rule holds for it all the same. */
  severity?: Severity;
  tags?: readonly DiagnosticTag[];
  related?: readonly { place: Place | undefined; message: string }[];
  /** The pointer of the place is added. */
  data?: DiagnosticData;
}

/** One rule; the comment above it is its page in docs/rules, with a wrong and a right example that tests run. */
export interface WorkspaceRule extends RuleInfo {
  /** It speaks of what is nowhere, so it is silent while errors keep a part of the documents out of sight. */
  needsAll?: true;
  /** Finds what it is about. Only what is without errors is in the view, so values have the shape of their schema. */
  check(view: WorkspaceView): Iterable<WorkspaceFinding>;
}
