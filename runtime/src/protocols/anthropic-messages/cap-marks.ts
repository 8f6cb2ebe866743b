import type { NeutralRequest, TranslationLoss } from "../neutral.ts";
import { isObject } from "../shared/json.ts";

/** The most marks for caching that Anthropic takes in one request. */
const MOST_MARKS = 4;

/** Leaves out the first of too many marks for caching: the last ones stand for the longest prefixes. */
export function capMarks(body: Record<string, unknown>, request: NeutralRequest, losses: TranslationLoss[]): void {
  const marked: Record<string, unknown>[] = [];
  for (const list of [body.tools, body.system, body.messages]) collect(list, marked);
  if (marked.length <= MOST_MARKS) return;
  for (const block of marked.slice(0, -MOST_MARKS)) delete block.cache_control;
  const reason = `only the last ${MOST_MARKS} cache points are sent: Anthropic takes no more`;
  losses.push({ path: request.paths.messages, reason });
}

function collect(value: unknown, marked: Record<string, unknown>[]): void {
  if (!Array.isArray(value)) return;
  for (const item of value) {
    if (!isObject(item)) continue;
    if (item.cache_control !== undefined) marked.push(item as Record<string, unknown>);
    collect(item.content, marked);
  }
}
