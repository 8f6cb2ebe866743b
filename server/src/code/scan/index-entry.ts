/** What the index of a workspace keeps of one file. */
import type { Suppression } from "@fairlead/runtime/rules";
import { inspectSource, isConcerned } from "../engine.ts";
import { languageOf } from "../languages.ts";
import { suppressionsOfText } from "../suppressions/of-text.ts";
import type { CalledElsewhere, SourceFinding, SourceInput, WorkloadCode } from "../types.ts";
import type { FileFacts } from "../values/value.ts";
import type { VendorTables } from "../vendors/index.ts";
import { quickImports } from "./imports.ts";
import type { FileStamp } from "./read.ts";
import { type PlacedName, workloadNames, written } from "./workload-mentions.ts";

export interface IndexEntry {
  stamp: FileStamp;
  why: string | undefined;
  imports: readonly string[];
  /** What is worth a parse: undefined where nothing of a vendor's is named. */
  facts: FileFacts | undefined;
  /** Sites alone, and the workloads and calls elsewhere that they were judged by. */
  sites: { workloads: string; calls: string; findings: readonly SourceFinding[] } | undefined;
  suppressions: readonly Suppression[];
  workloads: readonly PlacedName[];
  /** What other files may call on its clients, by the names of `served.ts`. */
  handsOn: ReadonlySet<string>;
  elsewhere: readonly CalledElsewhere[];
}

interface Looking {
  workloads: readonly WorkloadCode[];
  vendors: VendorTables;
}

/** A file as the engine takes it. */
export function inputOf(path: string, text: string, { workloads, vendors }: Looking): SourceInput {
  return { path, text, workloads, vendors };
}

/** The entry of a file that was not looked into, and why. */
export function unread(stamp: FileStamp, why: string | undefined): IndexEntry {
  return {
    stamp,
    why,
    imports: [],
    facts: undefined,
    sites: undefined,
    suppressions: [],
    workloads: [],
    handsOn: new Set(),
    elsewhere: [],
  };
}

/** The entry of a file by its text. */
export function inspected(stamp: FileStamp, file: string, text: string, options: Looking): IndexEntry {
  const seen = inspectSource.all({ ...inputOf(file, text, options), calledElsewhere: [] });
  const imports = seen?.facts.imports ?? quickImports(text, languageOf(file) ?? "ecmascript");
  const named = workloadNames(file, text);
  const suppressions = seen?.suppressions ?? suppressionsOfText(file, text);
  const why = !seen && isConcerned(inputOf(file, text, options)) ? "it is nested too deep to be read" : undefined;
  if (!seen) return { ...unread(stamp, why), imports, suppressions, workloads: named };
  const sites = { workloads: written(options.workloads), calls: "[]", findings: seen.findings };
  const { facts, handsOn, elsewhere } = seen;
  return { stamp, why: undefined, imports, facts, sites, suppressions, workloads: named, handsOn, elsewhere };
}
