/** Whole documents to begin a file with. */
import { API_VERSION, DOCUMENT_KINDS, type DocumentKind, schemaOf } from "@fairlead/runtime/documents";
import type { InsertStyle } from "./insert-text.ts";

/** The sections with which a document of a kind begins to be useful. */
const FIRST_SECTION: Readonly<Record<DocumentKind, string>> = {
  Catalog: "providers",
  RoutingPolicy: "workloads",
  BenchmarkSuite: "benchmarks",
  Project: "checks",
};

/** A skeleton for each kind; only for the one that a file's name promises, where it does. */
export function documentSkeletons(
  named: DocumentKind | undefined,
  style: InsertStyle,
): { kind: DocumentKind; insert: string }[] {
  return DOCUMENT_KINDS.filter((kind) => named === undefined || kind === named).map((kind) => {
    const section = FIRST_SECTION[kind];
    const title = schemaOf(kind).properties?.[section]?.title ?? section;
    const rest = style.snippets ? "$0" : "";
    const lines = [`apiVersion: ${API_VERSION}`, `kind: ${kind}`, "", `# ${title}.`, `${section}:`, `  ${rest}`];
    return { kind, insert: lines.join(style.eol) };
  });
}
