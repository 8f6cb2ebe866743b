import type { MeterKind } from "./types.ts";

/**
 * What an invoice counts, read from its words: FOCUS' SkuMeter, a usage type of AWS (`…-cache-read-input-token-count`),
 * a meter of Azure (`gpt 5.5 cchd Inp glbl Tokens`).
 */
export function meterKind(words: string): MeterKind {
  const text = words.toLowerCase();
  if (/web[ _-]?search|tool[ _-]?call|grounding|code[ _-]?interpreter|file[ _-]?search/.test(text)) return "tool-calls";
  if (/cache|cchd/.test(text)) {
    if (!/wri?t|creation|store/.test(text)) return "cached-input";
    return /(?:^|[^a-z0-9])(?:1|one)[ _-]?h(?:r|our)?(?![a-z])/.test(text) ? "cache-write-hour" : "cache-write";
  }
  if (/\b(out|outp|outpt|output|completion|generated)\b|output|-out-/.test(text)) return "output";
  if (/\b(in|inp|inpt|input|prompt|context)\b|input|-in-/.test(text)) return "input";
  if (/token/.test(text)) return "tokens";
  if (/request|invocation|\bcalls?\b/.test(text)) return "requests";
  return "other";
}
