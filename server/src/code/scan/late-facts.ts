/** Facts of files that name nothing of a vendor's, read only where a guess depends on them. */
import { resolve } from "node:path";
import { inspectSource } from "../engine.ts";
import type { FileFacts } from "../values/value.ts";
import type { VendorTables } from "../vendors/index.ts";
import { type FileStamp, readSource, stampOf } from "./read.ts";

// Few guesses depend on any; a project that is full of them is told less.
const MOST_FILES = 500;

export class LateFacts {
  readonly #known = new Map<string, { stamp: FileStamp; facts: FileFacts | undefined }>();

  /** The facts of a file, relative to the root; undefined where it can not be read, or too many have been. */
  of(root: string, file: string, vendors: VendorTables): FileFacts | undefined {
    const path = resolve(root, file);
    const stamp = stampOf(path);
    if (!stamp) return undefined;
    const known = this.#known.get(file);
    if (known?.stamp.modifiedMs === stamp.modifiedMs && known.stamp.bytes === stamp.bytes) return known.facts;
    if (!known && this.#known.size >= MOST_FILES) return undefined;
    const source = readSource(path, stamp);
    const facts =
      "text" in source ? inspectSource.facts({ path: file, text: source.text, workloads: [], vendors }) : undefined;
    this.#known.set(file, { stamp, facts });
    return facts;
  }
}
