/** Finds the names of workloads in application code. Loads the parsers, so callers look at `mayMentionWorkload` first. */
import { languageOf } from "../languages.ts";
import { ecmascriptMentions } from "./ecmascript-mentions.ts";
import { mayMentionWorkload } from "./prefilter.ts";
import { pythonMentions } from "./python-mentions.ts";
import type { WorkloadMention } from "./types.ts";

export type { WorkloadMention } from "./types.ts";

/**
 * The names of workloads in one file, in order of place, also empty ones that are still to be typed: options of the
 * gateway's classes and the header `fairlead-workload`, through constants of the file. Never throws: what can not be
 * read has none. `path` decides on the language.
 */
export function findMentions(path: string, text: string): WorkloadMention[] {
  const language = mayMentionWorkload(text) ? languageOf(path) : undefined;
  if (language === undefined) return [];
  try {
    const found = language === "python" ? pythonMentions(text) : ecmascriptMentions(path, text);
    return found.sort((a, b) => a.start - b.start);
  } catch (error) {
    // The parsers recurse, so that text nested many thousand levels deep overflows the stack.
    if (error instanceof RangeError) return [];
    throw error;
  }
}
