/** What the extension asks the thread that reads results, and what it answers. Plain JSON. */
import type {
  CaseDetail,
  CasePage,
  CaseQuery,
  CaseRow,
  Comparison,
  ResultDigest,
  ResultProblem,
  RunPoint,
} from "@fairlead/runtime/bench/view";

/** Where the text of a result is. */
export type ResultSource = { path: string } | { text: string };

export type ReaderQuestion =
  | { kind: "open"; source: ResultSource }
  | { kind: "page"; query: CaseQuery }
  | { kind: "case"; caseIndex: number }
  | { kind: "rows" }
  | { kind: "history"; benchmark: string; paths: string[]; git: boolean }
  | { kind: "compare"; path: string; revision: string | undefined }
  | { kind: "dataset"; path: string; format: "jsonl" | "csv" | undefined; limit: number | undefined };

/** What a question is answered with, by its kind. */
export interface ReaderAnswers {
  open: { digest: ResultDigest; problem?: undefined } | { digest?: undefined; problem: ResultProblem };
  page: CasePage;
  case: CaseDetail | null;
  /** Every case. */
  rows: CaseRow[];
  history: HistoryEntry[];
  /** What changed from the other run to the one that is open. */
  compare: Comparison;
  /** The lines of the rows, from 1, with their names. */
  dataset: { name: string | undefined; line: number }[];
}

/** A run of the same benchmark, and where it was found. */
export interface HistoryEntry {
  point: RunPoint;
  path: string;
  /** The commit that brought this text, where git knows one. */
  commit: string | undefined;
  /** The same, where the file holds another text now. */
  revision: string | undefined;
}

export interface ReaderRequest {
  id: number;
  question: ReaderQuestion;
}

export type ReaderReply = { id: number; answer: ReaderAnswers[keyof ReaderAnswers] } | { id: number; error: string };
