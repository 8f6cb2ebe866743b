/** What the values of one file need of the others. */
import type { FileFacts } from "./value.ts";

/** The other files of a workspace, as far as values lead there. */
export interface Modules {
  /** The file that a module specifier names in another; undefined for packages, and what is not there. */
  resolve(file: string, specifier: string): string | undefined;
  facts(file: string): FileFacts | undefined;
  /** The same of files that name nothing of a vendor's too, which have to be read first. */
  lateFacts?(file: string): FileFacts | undefined;
}
