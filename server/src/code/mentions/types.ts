/** Where application code names a workload. Plain data. */

/** One place in a source file that is the name of a workload. Offsets in UTF-16 code units of the file as read. */
export interface WorkloadMention {
  workload: string;
  /** The text between the quotes. */
  start: number;
  end: number;
}
