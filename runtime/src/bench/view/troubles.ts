/** What went wrong, by kind and code. */
import type { RequestRecord } from "../types.ts";
import type { Trouble, TroubleKind } from "./types.ts";

/** Cases named with each code. */
const CASES = 5;
/** Characters of a message. */
const MESSAGE = 300;

/** The kinds of codes that do not say theirs before the dot. */
const KINDS: Readonly<Record<string, TroubleKind>> = {
  "bench.unreachable": "connection",
  "bench.connection-lost": "connection",
  "bench.timeout": "connection",
  "bench.cut-stream": "stream",
  "bench.error-in-stream": "stream",
  "bench.malformed-stream": "stream",
  "upstream.rate-limited": "limit",
  "upstream.content-filter": "request",
  "upstream.context-length": "request",
};

const FAMILIES: Readonly<Record<string, TroubleKind>> = {
  policy: "policy",
  rule: "policy",
  budget: "budget",
  limit: "limit",
  upstream: "provider",
  provider: "provider",
  request: "request",
  auth: "request",
};

export function kindOf(code: string): TroubleKind {
  return KINDS[code] ?? FAMILIES[code.split(".", 1)[0] ?? ""] ?? "other";
}

/** One entry a code and outcome, the most frequent first. */
export function findTroubles(records: readonly RequestRecord[], arms: readonly string[]): Trouble[] {
  const found = new Map<string, Trouble>();
  for (const { outcome, errorCode, errorMessage, arm, caseIndex } of records) {
    if (outcome === "ok") continue;
    const code = errorCode ?? "unknown";
    const key = `${outcome} ${code}`;
    let trouble = found.get(key);
    if (trouble === undefined) {
      trouble = { code, kind: kindOf(code), outcome, counts: arms.map(() => 0), example: undefined, cases: [] };
      found.set(key, trouble);
    }
    const place = arms.indexOf(arm);
    if (place >= 0) trouble.counts[place] = (trouble.counts[place] ?? 0) + 1;
    trouble.example ??= errorMessage?.slice(0, MESSAGE);
    if (trouble.cases.length < CASES && !trouble.cases.includes(caseIndex)) trouble.cases.push(caseIndex);
  }
  return [...found.values()].sort((a, b) => sumOf(b.counts) - sumOf(a.counts) || (a.code < b.code ? -1 : 1));
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
