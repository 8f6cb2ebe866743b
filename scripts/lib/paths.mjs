/** Where things are in the repository. */
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** Downloaded tools (the editor, a Chromium); ignored by git. Shared between clones through `FAIRLEAD_TOOLS`. */
export const toolsFolder = path.resolve(process.env.FAIRLEAD_TOOLS || path.join(root, ".tools"));

/** Working data of `npm start`: the copy of the sample workspace, the ledger, editor profiles; ignored by git. */
export const dataFolder = path.join(root, ".fairlead");

/** What the end-to-end tests leave behind: screenshots and reports; ignored by git. */
export const resultsFolder = path.join(root, "test-results");

/** A path as people should read it: relative to the repository where it is inside. @param {string} file */
export function shown(file) {
  const relative = path.relative(root, file);
  return relative && !relative.startsWith("..") ? relative : file;
}
