/** Finds the names of workloads in application code. Loads the parsers, so callers look at `mayMentionWorkload` first. */
import { languageOf } from "../languages.ts";
import { ecmascriptMentions } from "./ecmascript-mentions.ts";
import { mayMentionWorkload } from "./prefilter.ts";
import { pythonMentions } from "./python-mentions.ts";
import type { FileMentions, OtherFiles, WorkloadMention } from "./types.ts";

export type { FileMentions, OtherFiles, WorkloadMention } from "./types.ts";

/**
 * The names of workloads in one file, in order of place, also empty ones that are still to be typed: options of the
 * gateway's classes and the header `fairlead-workload`, through constants and functions of the file. Never throws:
 * what can not be read has none. `path` decides on the language.
 */
export function findMentions(path: string, text: string): WorkloadMention[] {
  return readMentions(path, text).mentions;
}

/** The same with what leads to other files; with `others`, also what other files make of this one. */
export function readMentions(path: string, text: string, others?: OtherFiles): FileMentions {
  const nothing: FileMentions = { mentions: [], wanted: [], offered: [] };
  const language = others || mayMentionWorkload(text) ? languageOf(path) : undefined;
  if (language === undefined) return nothing;
  try {
    const found = language === "python" ? pythonMentions(text, others) : ecmascriptMentions(path, text, others);
    found.mentions.sort((a, b) => a.start - b.start);
    return found;
  } catch (error) {
    // The parsers recurse, so that text nested many thousand levels deep overflows the stack.
    if (error instanceof RangeError) return nothing;
    throw error;
  }
}
