/** What a command would change in a file, as `git apply` takes it. */
import { createTwoFilesPatch } from "diff";

/** The unified diff of one file. `file` is how it is named in the diff, with forward slashes. */
export function unifiedDiff(file: string, before: string, after: string): string {
  return createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after, undefined, undefined, {
    headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true },
  });
}
