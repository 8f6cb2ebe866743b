/** Where application code names a workload. Plain data. */

/** One place in a source file that is the name of a workload. Offsets in UTF-16 code units of the file as read. */
export interface WorkloadMention {
  workload: string;
  /** The text between the quotes. */
  start: number;
  end: number;
}

/** Whether something is the name of a workload itself, or the options of a client that hold it. */
export type Use = "name" | "options";

/** Something of another module that one file uses: its exported name, then members of that, `*` for any. */
export interface TakenName {
  specifier: string;
  names: readonly string[];
}

/** A constant of another module of the project that holds the name of a workload. */
export interface WantedConstant extends TakenName {
  use: Use;
}

/** An exported function or class that takes the name of a workload. */
export interface OfferedCall {
  /** The exported name. */
  name: string;
  /** Which argument it is. */
  argument: number;
  /** The member of the argument that it is, where the argument is taken apart; in Python the argument's keyword. */
  member: string | undefined;
  use: Use;
}

/** What one file says of workloads, and what of it leads to other files. */
export interface FileMentions {
  mentions: WorkloadMention[];
  wanted: WantedConstant[];
  offered: OfferedCall[];
}

/** What other files say of one: which of its exports they take for names, and which calls of theirs take such. */
export interface OtherFiles {
  wanted: readonly { names: readonly string[]; use: Use }[];
  offered(taken: TakenName): readonly OfferedCall[];
}
