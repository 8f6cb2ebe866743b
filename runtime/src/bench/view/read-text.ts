/** Reads the text of a result, and says where it is none. */
import { FAMILY, readResult } from "../read-result.ts";
import type { BenchmarkResult } from "../types.ts";
import { offsetOf } from "./json-place.ts";

/** Why a text can not be shown as a result. Lines and columns count from 1. */
export interface ResultProblem {
  kind: "empty" | "not-json" | "newer" | "not-a-result";
  message: string;
  line: number;
  column: number;
}

export type ReadText =
  | { result: BenchmarkResult; problem?: undefined }
  | { result?: undefined; problem: ResultProblem };

/** Never throws. */
export function readResultText(text: string): ReadText {
  if (text.trim() === "") return { problem: { kind: "empty", message: "The file is empty.", line: 1, column: 1 } };
  try {
    return { result: readResult(text) };
  } catch (error) {
    return { problem: problemOf(text, (error as Error).message) };
  }
}

function problemOf(text: string, message: string): ResultProblem {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    const place = Number(/at position (\d+)/.exec((error as Error).message)?.[1] ?? text.length);
    return { kind: "not-json", message, ...placeAt(text, place) };
  }
  const schema = typeof value === "object" && value !== null && "schema" in value ? value.schema : undefined;
  if (typeof schema === "string" && schema.startsWith(FAMILY) && schema !== `${FAMILY}v1`) {
    return { kind: "newer", message: schema, ...placeAt(text, offsetOf(text, "/schema") ?? 0) };
  }
  const pointer = /: (\/\S*) /.exec(message)?.[1] ?? "/";
  return { kind: "not-a-result", message, ...placeAt(text, offsetOf(text, pointer) ?? 0) };
}

function placeAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const start = Math.max(before.lastIndexOf("\n"), before.lastIndexOf("\r")) + 1;
  return { line: before.split(/\r\n|\n|\r/).length, column: offset - start + 1 };
}
