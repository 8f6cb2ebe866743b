/** What is wrong in a file, and where. The same object reaches the command line, the editor and CI. */

/** A place in a text: lines and columns from 0, columns in UTF-16 code units, as the Language Server Protocol has them. */
export interface Position {
  line: number;
  character: number;
}

export interface Range {
  start: Position;
  end: Position;
}

export interface Location {
  uri: string;
  range: Range;
}

export type Severity = "error" | "warning" | "information" | "hint";

/** How an editor shows it beside its severity: faded out, or struck through. */
export type DiagnosticTag = "unnecessary" | "deprecated";

export interface Diagnostic {
  /** Where the file is. */
  uri: string;
  range: Range;
  severity: Severity;
  /** Stable, in words: `document.unknown-key`, `link.unknown-id`. */
  code: string;
  /** The reason, and what to do. */
  message: string;
  /** Other places that explain it, such as the first definition of a duplicate id. */
  related?: { location: Location; message: string }[];
  /** What a quick fix needs, by code. Plain data, so that it survives the protocol. */
  data?: DiagnosticData;
  tags?: readonly DiagnosticTag[];
}

export interface DiagnosticData {
  /** Texts that could stand in the range instead, the best first. */
  replacements?: string[];
  /** JSON pointer of the node in its document. */
  pointer?: string;
  /** The key that the node lacks. */
  missing?: string;
  /** The workload whose route it is about. */
  workload?: string;
  /** Deployments that the workload may use and that its route does not list, the best first. */
  candidates?: string[];
  /** Set where the node at the pointer can be taken away (the item of a list, or a key with its value) and nothing changes. */
  removable?: true;
  /** The key beside the node whose value it was likely swapped with. */
  swappedWith?: string;
  /** A whole value for the key that the node lacks, or for the node itself, as JSON. */
  value?: unknown;
}
