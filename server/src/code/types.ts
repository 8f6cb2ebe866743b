/** What the code engine finds, and what it offers to do about it. Plain data, so that it survives the protocol. */

import type { ModelKnowledge } from "./models.ts";
import type { Surroundings } from "./values/findings.ts";
import type { VendorTables } from "./vendors/index.ts";

/** The kinds of place at which code depends on a vendor. */
export type FindingKind = "client-construction" | "call" | "raw-http" | "import";

/**
 * How sure the engine is: `certain` has traced the binding to the vendor's module, `likely` has seen a typical
 * chain of members on something untraced, `host` has seen the vendor's host in a request's address.
 */
export type FindingTier = "certain" | "likely" | "host";

/**
 * Where the client points: `direct` at the vendor, `gateway` at Fairlead, `other-gateway` at another address,
 * `local` at this machine, `unknown` at what only a run would tell.
 */
export type FindingState = "direct" | "gateway" | "other-gateway" | "local" | "unknown";

/**
 * How far a fix may be trusted: `safe` keeps the behaviour and may be applied unseen, `unsafe` is likely right but
 * wants a look, `suggestion` needs a choice that only a person can make.
 */
export type FixGrade = "safe" | "unsafe" | "suggestion";

/** One place where code depends on a vendor. Lines and columns from 1, columns and offsets in UTF-16 code units. */
export interface SourceFinding {
  /** Relative to the root that was scanned, with forward slashes. */
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  offset: number;
  length: number;
  /** Stable, in words: `code.direct-client`. */
  rule: string;
  /** Id of the vendor's table: `openai`. */
  vendor: string;
  kind: FindingKind;
  /** What is used, in the vendor's words: `new OpenAI`, `boto3.client("bedrock-runtime")`, `api.openai.com`. */
  api: string;
  tier: FindingTier;
  state: FindingState;
  /** The one workload whose globs match the file, or that the code names; null where none or several do. */
  workload: string | null;
  /** The best grade of fix on offer. */
  fix: FixGrade | null;
  /** The reason, and what to do or decide. */
  message: string;
}

/** Replaces `[start, end)` by `text`. Offsets count UTF-16 code units of the file as read, its BOM included. */
export interface TextEdit {
  start: number;
  end: number;
  text: string;
}

/** One thing that can be done about a finding. */
export interface SourceFix {
  title: string;
  grade: FixGrade;
  /** In order of place, never overlapping. */
  edits: TextEdit[];
  isPreferred: boolean;
  rule: string;
}

/** A workload and the source files that are its own. */
export interface WorkloadCode {
  id: string;
  globs: readonly string[];
}

/** A call that the gateway does not serve, on something that another file may have made. */
export interface CalledElsewhere {
  /** Relative to the root. */
  file: string;
  line: number;
  /** Id of the vendor's table. */
  vendor: string;
  /** In the words of JavaScript: `images.generate`. */
  call: string;
  /** Where that something comes from, where it is imported. */
  imported: { module: string; name: string } | undefined;
}

/** One file as the engine takes it. */
export interface SourceInput {
  /** Relative to the workspace root, with forward slashes: globs and the language go by it. */
  path: string;
  text: string;
  workloads: readonly WorkloadCode[];
  /** The vendors to look for: the built-in ones where absent. */
  vendors?: VendorTables;
  /** What is known of the rest of the workspace; where absent, the file is read by itself. */
  around?: Surroundings;
  /** What catalogs and policies say about models: nothing where absent. */
  models?: ModelKnowledge;
  /** Whether calls are left out. */
  sitesOnly?: boolean;
  /** Calls in the rest of the workspace. Absent where nobody looked: then a client that leaves its file has no safe fix. */
  calledElsewhere?: readonly CalledElsewhere[];
}

/** A finding that a migration did not fix, and the reason. */
export interface LeftFinding {
  finding: SourceFinding;
  why: string;
}

/** A name that a migration leaves unused: what makes its value may do more than that. */
export interface Leftover {
  name: string;
  /** In the text before the migration. */
  offset: number;
}

export interface MigrationResult {
  /** The migrated text; the text given where nothing was applied. */
  text: string;
  edits: TextEdit[];
  applied: SourceFinding[];
  left: LeftFinding[];
  /** What nothing uses any more, by its line in the text given. */
  unused: { name: string; line: number }[];
}

/** A file that a scan did not look into, and the reason. */
export interface SkippedFile {
  file: string;
  why: string;
}

/** A comment that silences nothing. */
export interface CommentProblem
  extends Pick<SourceFinding, "file" | "line" | "column" | "endLine" | "endColumn" | "rule" | "message"> {}

export interface ScanResult {
  findings: SourceFinding[];
  /** What is wrong with comments that silence findings. */
  commentProblems: CommentProblem[];
  /** How many files were looked at. */
  files: number;
  skipped: SkippedFile[];
  durationMs: number;
}
